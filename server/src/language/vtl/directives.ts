/** A directive that API Gateway runs, as completion and hover tell of it. */
export interface DirectiveDoc {
  readonly name: string
  readonly signature: string
  /** Markdown. */
  readonly documentation: string
}

/** The page of Velocity's own reference. */
export const velocityPage = 'https://velocity.apache.org/engine/1.7/vtl-reference.html'

/**
 * `#macro` and `#evaluate` are left out, which API Gateway does not run, and `#parse` and `#include`, which find no files
 * there.
 */
export const directiveDocs: readonly DirectiveDoc[] = [
  {
    name: 'set',
    signature: '#set($name = value)',
    documentation:
      'Gives a variable, or a member of a map or list, a value. A value that is nothing sets the empty string. The line end behind it is not printed.',
  },
  {
    name: 'if',
    signature: '#if(condition) … #elseif(condition) … #else … #end',
    documentation:
      'Prints what follows when the condition is true. Only Boolean `false` is not: `0`, `""`, an empty list and a variable that nobody set count as true.',
  },
  {
    name: 'elseif',
    signature: '#elseif(condition)',
    documentation: 'Another condition of `#if`, asked when those before it were false.',
  },
  { name: 'else', signature: '#else', documentation: 'What `#if` prints when no condition was true.' },
  {
    name: 'foreach',
    signature: '#foreach($item in $list) … #end',
    documentation:
      'Prints what follows once for each element of a list, or for each value of a map. `$foreach.hasNext`, `.index` and `.count` tell where it stands. API Gateway allows 1,000 passes.',
  },
  { name: 'end', signature: '#end', documentation: 'Ends `#if`, `#foreach` and `#define`.' },
  {
    name: 'define',
    signature: '#define($block) … #end',
    documentation: 'Gives a variable a block, which is printed anew at each use.',
  },
  {
    name: 'break',
    signature: '#break',
    documentation: 'Ends the `#foreach` around it.',
  },
  {
    name: 'stop',
    signature: '#stop',
    documentation: 'Ends the rendering; what was printed so far is kept.',
  },
]
