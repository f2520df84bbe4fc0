import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'
import { missingProgram, onlyWith } from '../support/onlyWith.ts'

// Programs in other languages that speak the Runtime API by their own HTTP clients: each reads and writes HTTP its own
// way (chunks, header case, keep-alive), which Bash and curl do not show.

const ruby = `#!/usr/bin/env ruby
require 'net/http'
require 'json'
host, port = ENV['AWS_LAMBDA_RUNTIME_API'].split(':')
http = Net::HTTP.start(host, port.to_i, read_timeout: 600)
base = '/2018-06-01/runtime/invocation'
loop do
  response = http.get("#{base}/next")
  event = JSON.parse(response.body)
  id = response['Lambda-Runtime-Aws-Request-Id']
  puts "ruby #{event['n']}"
  $stdout.flush
  http.post("#{base}/#{id}/response", JSON.generate(doubled: event['n'] * 2, arn: response['lambda-runtime-invoked-function-arn']))
end
`
const java = `import java.net.URI;
import java.net.http.*;
import java.util.regex.*;

public class Main {
  public static void main(String[] args) throws Exception {
    var base = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation";
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    while (true) {
      var next = client.send(HttpRequest.newBuilder(URI.create(base + "/next")).build(), HttpResponse.BodyHandlers.ofString());
      var id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").get();
      var n = Pattern.compile("\\"n\\":(\\\\d+)").matcher(next.body());
      n.find();
      System.out.println("java " + n.group(1));
      var arn = next.headers().firstValue("lambda-runtime-invoked-function-arn").get();
      var body = "{\\"doubled\\":" + Integer.parseInt(n.group(1)) * 2 + ",\\"arn\\":\\"" + arn + "\\"}";
      client.send(HttpRequest.newBuilder(URI.create(base + "/" + id + "/response")).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
`
const go = `package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

func main() {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation"
	for {
		next, err := http.Get(base + "/next")
		if err != nil {
			os.Exit(1)
		}
		var event struct{ N int }
		json.NewDecoder(next.Body).Decode(&event)
		next.Body.Close()
		fmt.Println("go", event.N)
		answer, _ := json.Marshal(map[string]any{"doubled": event.N * 2, "arn": next.Header.Get("Lambda-Runtime-Invoked-Function-Arn")})
		response, err := http.Post(base+"/"+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "application/json", bytes.NewReader(answer))
		if err == nil {
			response.Body.Close()
		}
	}
}
`

let bench: Bench
beforeAll(async () => {
  bench = await openBench({
    'ruby/bootstrap': ruby,
    'java/bootstrap': '#!/bin/sh\nexec java Main.java\n',
    'java/Main.java': java,
    'go/main.go': go,
  })
  for (const name of ['ruby', 'java']) chmodSync(path.join(bench.folder, name, 'bootstrap'), 0o755)
})
afterAll(() => bench.close())

/** Two events, so that the loop goes round. */
async function twice(language: string) {
  const custom = lambda(path.join(bench.folder, language), 'any', {
    id: language,
    runtime: fact('provided.al2023'),
    timeout: fact(30),
  })
  const arn = custom.arn
  for (const n of [21, 4]) {
    const result = await bench.invoke(custom, { event: JSON.stringify({ n }) })
    expect(JSON.parse(result.payload)).toEqual({ doubled: n * 2, arn })
    expect(result.log[0]?.text).toBe(`${language} ${n}`)
  }
}

describe('a program in Ruby', () => {
  fidelity('Functions', 'Runtime API: called by Ruby', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html',
    needs: 'Ruby',
  })
  const test = onlyWith(missingProgram('ruby'))

  test('speaks the Runtime API in Ruby', () => twice('ruby'))
})

describe('a program in Java', () => {
  fidelity('Functions', 'Runtime API: called by Java', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html',
    needs: 'a JDK',
  })
  const test = onlyWith(missingProgram('javac', '-version'))

  test('speaks the Runtime API in Java', () => twice('java'), 60_000)
})

describe('a program in Go', () => {
  fidelity('Functions', 'Runtime API: called by Go', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html',
    needs: 'Go',
  })
  const test = onlyWith(missingProgram('go', 'version'))

  test('speaks the Runtime API in Go', async () => {
    const folder = path.join(bench.folder, 'go')
    const built = spawnSync('go', ['build', '-o', 'bootstrap', 'main.go'], {
      cwd: folder,
      env: { ...process.env, GOCACHE: path.join(bench.folder, 'go-cache'), GO111MODULE: 'off' },
      encoding: 'utf8',
    })
    expect(built.stderr).toBe('')
    await twice('go')
  }, 180_000)
})
