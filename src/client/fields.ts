/** What `fields` may name of an answer, and what is left of it then. */

/** The keys of a value, of the items where it is a list, with dots: `sections.heading`. */
export type Field<Value> = Value extends readonly (infer Item)[]
  ? Field<Item>
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${Field<NonNullable<Value[Key]>>}` }[keyof Value &
        string]
    : never

type Head<Chosen> = Chosen extends `${infer Key}.${string}` ? Key : Chosen
type Rest<Chosen, Key extends string> = Chosen extends `${Key}.${infer Inner}` ? Inner : never

/** Over keys of the value itself, so that an editor still shows what is said of each. */
type Keeping<Value, Key extends keyof Value, Chosen> = {
  [Kept in Key]: Kept extends Chosen ? Value[Kept] : Picked<Value[Kept], Rest<Chosen, Kept & string>>
}

type Picked<Value, Chosen> = Value extends readonly (infer Item)[]
  ? Picked<Item, Chosen>[]
  : Value extends object
    ? Keeping<Value, Extract<keyof Value, Head<Chosen>>, Chosen>
    : Value

/** A value with the chosen keys alone; the whole where none were chosen. */
export type Narrowed<Value, Chosen> = [Chosen] extends [never] ? Value : Picked<Value, Chosen>
