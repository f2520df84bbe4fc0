import type { Location, RouteReference } from './places.ts'

/** Asks for the picture of an API; what is left out is as the panel begins. */
export interface MapQuestion {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly view?: MapView
  /** Lights the way that this request took. */
  readonly last?: LastRequest
}

/** What of an API is shown, and how. */
export interface MapView {
  readonly groupBy?: 'authorizer' | 'path'
  /** Words that a route has to have in its method, path, authorizer, integration or target. */
  readonly filter?: string
  /** Ids of groups that the user opened, the oldest first. */
  readonly opened?: readonly string[]
  readonly closed?: readonly string[]
}

/** The way of one request through the gateway, as far as it is known. */
export interface LastRequest {
  /** `POST /orders`, `$default`. */
  readonly route: string
  /** Unset where only the answer is known: the first stage is taken. */
  readonly stage?: string
  /** Of its Host header, without the port. */
  readonly host?: string
  readonly status: number
  readonly durationMs: number
  /** The last thing that it reached; unset where nobody knows. */
  readonly reached?: 'authorizer' | 'route' | 'integration'
  /** Milliseconds by what took them. */
  readonly times: {
    readonly authorizer?: number
    readonly integration?: number
    readonly target?: number
  }
}

/** A laid out picture: all places are in pixels at 100 %, from the left upper corner. */
export interface DesignMap {
  readonly apiName: string
  readonly apiType: 'rest' | 'http' | 'websocket'
  readonly width: number
  readonly height: number
  readonly columns: readonly { readonly title: string; readonly x: number }[]
  readonly nodes: readonly MapNode[]
  readonly edges: readonly MapEdge[]
  /** Routes of the API, and how many the filter lets through. */
  readonly routes: number
  readonly shown: number
  /** What reading the definition failed at, where it did: then something may be missing. */
  readonly trouble?: string
}

export type MapNodeKind =
  'client' | 'domain' | 'stage' | 'authorizer' | 'group' | 'fold' | 'route' | 'integration' | 'target'

export interface MapNode {
  /** Stable over refreshes: `stage:dev`, `route:POST /orders`. */
  readonly id: string
  readonly kind: MapNodeKind
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Everything of it in words, nothing cut. */
  readonly title: string
  readonly texts: readonly MapText[]
  readonly icons: readonly MapIcon[]
  readonly isLit?: boolean
  readonly source?: Location
  /** Routes that can be called. */
  readonly route?: RouteReference
  /** Of a group, and of what stands in the place of its routes: what opens and closes. */
  readonly fold?: { readonly id: string; readonly isOpen: boolean }
}

/** A text inside of a node, from the node's left upper corner; `y` is that of its base line. */
export interface MapText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly role: 'plain' | 'small' | 'mono' | 'monoDim' | 'method' | 'time'
  /** `x` is where it starts, else its middle or end. */
  readonly anchor?: 'middle' | 'end'
  /** Of a method: its name in lower case, which has a colour of its own. */
  readonly method?: string
}

/** A picture of 14 by 14 pixels, drawn as a line. */
export interface MapIcon {
  readonly name: 'open' | 'shield' | 'key' | 'cache' | 'unfold' | 'fold'
  /** The path of the line: data of an SVG `d`. */
  readonly path: string
  readonly x: number
  readonly y: number
}

export interface MapEdge {
  readonly from: string
  readonly to: string
  /** Data of an SVG `d`. */
  readonly path: string
  readonly isLit?: boolean
}

/** Colours of an exported picture. */
export type MapTheme = 'light' | 'dark'
