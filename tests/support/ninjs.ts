import { z } from 'zod'

/**
 * A check written from IPTC's specification of ninjs 3.1 (its published schema, http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json,
 * CC BY 4.0, of which this is no copy). It holds the properties that maqal writes, with their types, formats and which
 * of them are required. The standard refuses unknown properties, and so does this; it has more than are here.
 */
const uri = z.url()
const dateTime = z.iso.datetime({ offset: true })
const count = z.int().min(0)

const written = z.strictObject({
  role: z.string().optional(),
  contentType: z.string().optional(),
  value: z.string(),
})

const concept = z.strictObject({ name: z.string(), rel: z.string(), uri: uri.optional() })

const rendition = z.strictObject({
  name: z.string(),
  href: uri.optional(),
  contentType: z.string().optional(),
  sizeInBytes: count.optional(),
  width: z.int().optional(),
  height: z.int().optional(),
})

const news = z.strictObject({
  uri,
  type: z.enum([
    'text',
    'audio',
    'video',
    'picture',
    'graphic',
    'composite',
    'component',
    'event',
    'planning',
  ]),
  representationType: z.enum(['full', 'partial']).optional(),
  standard: z.strictObject({ name: z.literal('ninjs'), version: z.literal('3.1'), schema: uri }).optional(),
  firstCreated: dateTime.optional(),
  versionCreated: dateTime.optional(),
  language: z.string().optional(),
  title: z.string().optional(),
  headlines: z.array(written).optional(),
  descriptions: z.array(written).optional(),
  bodies: z.array(written.extend({ charCount: count.optional(), wordCount: count.optional() })).optional(),
  by: z.string().optional(),
  people: z.array(concept).optional(),
  organisations: z.array(concept).optional(),
  subjects: z.array(concept).optional(),
  infoSources: z.array(z.strictObject({ name: z.string(), role: z.string() })).optional(),
  altIds: z.array(z.strictObject({ role: z.string(), value: z.string() })).optional(),
  renditions: z.array(rendition).optional(),
})

/** What an associated object has besides: a name. */
const associated = news.extend({ name: z.string(), rel: z.string().optional() })

export const Ninjs = news.extend({ associations: z.array(associated).optional() })
