import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Platform } from '../platform.ts'
import type { RuntimeInput, StartOrReason } from './runtime.ts'

// Languages that run through the runtime interface client that AWS publishes for them, where it is installed.
// https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#runtimes-api-client

/** Ruby: the gem `aws_lambda_ric`. */
export function rubyStart(runtime: string, { platform, code, layers }: RuntimeInput): StartOrReason {
  if (platform.findProgram('ruby') === undefined) return `Ruby was not found: install ${runtime}`
  const client =
    [code.taskRoot, ...layers]
      .flatMap(folder => gemPrograms(folder, 'aws_lambda_ric'))
      .find(file => existsSync(file)) ?? platform.findProgram('aws_lambda_ric')
  if (client === undefined)
    return `the runtime interface client for Ruby was not found: gem install aws_lambda_ric`
  return {
    start: {
      type: 'program',
      file: client,
      arguments: [code.handler],
      environment: gemFolders(code.taskRoot),
    },
    notes: [],
  }
}

/** Java: `aws-lambda-java-runtime-interface-client` among the function's libraries or in Maven's local repository. */
export function javaStart(runtime: string, { platform, code, layers }: RuntimeInput): StartOrReason {
  const java = javaProgram(platform)
  if (java === undefined) return `Java was not found: install a JDK for ${runtime}, or set JAVA_HOME`
  const folders = [code.taskRoot, ...layers.map(layer => path.join(layer, 'java'))]
  const own = folders.flatMap(folder => [folder, path.join(folder, 'lib', '*'), path.join(folder, '*')])
  const isIncluded = folders.some(folder =>
    [folder, path.join(folder, 'lib')].some(each => jarsIn(each).some(jar => jar.startsWith(javaClient))),
  )
  const installed = isIncluded ? [] : mavenJars()
  if (installed === undefined)
    return `the runtime interface client for Java was not found: add com.amazonaws:${javaClient} to the function's dependencies`
  return {
    start: {
      type: 'program',
      file: java,
      arguments: [
        '-cp',
        [...own, ...installed].join(path.delimiter),
        'com.amazonaws.services.lambda.runtime.api.client.AWSLambda',
        code.handler,
      ],
      environment: {},
    },
    notes: [],
  }
}

/** .NET: `Amazon.Lambda.RuntimeSupport` among the published files. */
export function dotnetStart(runtime: string, { platform, code }: RuntimeInput): StartOrReason {
  const dotnet = platform.findProgram('dotnet')
  if (dotnet === undefined) return `.NET was not found: install the SDK for ${runtime}`
  const assembly = code.handler.split('::')[0] ?? ''
  const at = (name: string) => path.join(code.taskRoot, name)
  const client = at('Amazon.Lambda.RuntimeSupport.dll')
  const needed = [client, at(`${assembly}.deps.json`), at(`${assembly}.runtimeconfig.json`)]
  const absent = needed.find(file => !existsSync(file))
  if (absent !== undefined)
    return `'${absent}' is not there: reference Amazon.Lambda.RuntimeSupport, 'dotnet publish', and let CodeUri name the folder of the result`
  return {
    start: {
      type: 'program',
      file: dotnet,
      arguments: [
        'exec',
        '--depsfile',
        at(`${assembly}.deps.json`),
        '--runtimeconfig',
        at(`${assembly}.runtimeconfig.json`),
        client,
        code.handler,
      ],
      environment: {},
    },
    notes: [],
  }
}

const javaClient = 'aws-lambda-java-runtime-interface-client'

function javaProgram(platform: Platform): string | undefined {
  const home = platform.variable('JAVA_HOME')
  const own = home === undefined || home === '' ? undefined : path.join(home, 'bin', 'java')
  return own !== undefined && existsSync(own) ? own : platform.findProgram('java')
}

/** The client and what it stands on, from Maven's local repository; undefined when it is not there. */
function mavenJars(): string[] | undefined {
  const repository = path.join(homedir(), '.m2', 'repository', 'com', 'amazonaws')
  const found = [javaClient, 'aws-lambda-java-core', 'aws-lambda-java-serialization'].map(name =>
    newestJar(path.join(repository, name)),
  )
  return found.every(jar => jar !== undefined) ? found : undefined
}

function newestJar(folder: string): string | undefined {
  const versions = namesIn(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return versions
    .toReversed()
    .flatMap(version => jarsIn(path.join(folder, version)).map(jar => path.join(folder, version, jar)))
    .find(jar => !/-(sources|javadoc|linux-\w+)\.jar$/.test(jar))
}

function jarsIn(folder: string): string[] {
  return namesIn(folder).filter(name => name.endsWith('.jar'))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Where `bundle install --path vendor/bundle` and a layer put the programs of gems. */
function gemPrograms(folder: string, name: string): string[] {
  const roots = [path.join(folder, 'vendor', 'bundle', 'ruby'), path.join(folder, 'ruby', 'gems')]
  return roots.flatMap(root => namesIn(root).map(version => path.join(root, version, 'bin', name)))
}

function gemFolders(taskRoot: string): Record<string, string> {
  const root = path.join(taskRoot, 'vendor', 'bundle', 'ruby')
  const [version] = namesIn(root)
  return version === undefined ? {} : { GEM_PATH: path.join(root, version) }
}
