/**
 * Node's HTTP module, not imported but asked for: an import lists every export, of which `WebSocket` loads all of undici,
 * a tenth of the time a start takes.
 */
export const nodeHttp = process.getBuiltinModule('node:http')
