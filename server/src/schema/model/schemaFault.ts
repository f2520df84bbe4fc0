/** Why a schema cannot be used, or a value cannot be held against it; in words for the user. */
export class SchemaFault extends Error {}
