/** What `gatehouse --help` prints, and every wrong call on stderr. */
export const usage = `Usage: gatehouse VERB [options]

  check FILE|FOLDER…                  find faults in API definitions
        --format text|json|sarif      default text
        --api-type rest|http          read an OpenAPI document as this kind
        --no-cache                    check again even if nothing has changed since the last time
  serve DEFINITION                    run a gateway on this machine
        --stage S  --port N|ID=N  --host H  --api ID  --api-type rest|http
        --stdin-watch
        --functions DEFINITION        take functions from this definition too
        --stage-variable NAME=VALUE   set a variable of the stage
        --identities FILE             who may call, and with what; secrets stand elsewhere
        --jwks ISSUER=FILE            keys of a real issuer, beside those of the local one
        --skip-authorizers  --as NAME let an identity in without a token
        --source-ip IP                the address that policies see in place of this machine's
        --access-log FILE             add the lines of stages' access logs to it; - is stdout
        --execution-log FILE          the same for execution logs, as the stages' LoggingLevel says
        --control-prefix PATH         default /.gatehouse
        --canary always|never|PERCENT  the share of a canary, in place of the stage's
        --canary-definition FILE      the definition that the canary's deployment was made of
        --https  --cert FILE  --key FILE   HTTPS, with this machine's certificate or with yours
        --mtls-truststore FILE|s3://BUCKET/KEY=FILE   authorities of clients' certificates
  invoke DEFINITION METHOD PATH       send one request through the gateway
        -H 'Name: value'  -d BODY  --stage S  --api ID  --trace  --format text|json
        --origin https://…            play the browser of a page there: preflight, answer, every answer of
                                      the gateway; 1 when a header is missing
        --why                         why it has its status: what decided, the line, the way out
        --execution-log               what API Gateway would log of it, all of it
        --save-trace FILE             keep the trace as JSON, secrets masked
        --functions DEFINITION  --stage-variable NAME=VALUE
        --identities FILE  --jwks ISSUER=FILE  --skip-authorizers  --as NAME  --source-ip IP
        --canary always|never|PERCENT  --canary-definition FILE
        --api takes the id of a function URL, too
  connect DEFINITION                  a client of a WebSocket API: lines of stdin are messages
        --route KEY                   put this route's key into each message
        -H 'Name: value'  -q NAME=VALUE  --stage S  --api ID  --trace  --format text|json
        --why                         why a handshake, a message or the end of the connection came as it did
        and the options of invoke
  route DEFINITION METHOD PATH        which route takes a request, who loses, and why
        --format text|json  --api ID
  list DEFINITION                     what AWS lists after the import or deploy
        --format text|json  --api ID  --api-type rest|http
        --basepath ignore|prepend|split
  debug                               a debug adapter over stdin and stdout (Debug Adapter Protocol): the launch
                                      request says what is debugged, a gateway, a template or tests
  convert DEFINITION                  the same definition as JSON, or of JSON as YAML
        -o, --output FILE             into a new file in place of stdout
  migrate DEFINITION                  what of a REST API an HTTP API would lose or change, and that HTTP API
        -o, --output FILE             the generated OpenAPI document, in a new file
        --report FILE                 the report, in a new file in place of stdout
        --format text|json|markdown   default text, or by the end of the report's name
        --api ID  --functions DEFINITION
  export openapi DEFINITION           an API as the OpenAPI document that AWS exports of it
        -o, --output FILE  --format yaml|json  --api ID  --api-type rest|http
        --resolved                    values in place of references to the template
  export docs DEFINITION              the documentation of an API as one HTML file that loads nothing
        -o, --output FILE  --api ID  --api-type rest|http
  export client DEFINITION            TypeScript types of an API, by the workspace's own openapi-typescript
        -o, --output FILE  --overwrite  --generator openapi-typescript  --api ID  --api-type rest|http
  export model TRACE…                 a model (JSON Schema, draft 4) of the answers of saved traces
        -o, --output FILE  --name NAME
  export sam OPENAPI                  a SAM template around an OpenAPI document
        -o, --output FILE  --format yaml|json  --api-type rest|http
  export map DEFINITION               the design map of an API as an SVG picture
        -o, --output FILE  --theme light|dark  --api ID  --api-type rest|http
        --group-by authorizer|path  --filter TEXT
  import FILE                         requests of a Postman collection or a HAR file as a .http file; of an
                                      environment of Postman, environments of such files
        -o, --output FILE             into a new file in place of stdout
        --with-assets                 of a HAR file, pictures, style sheets, scripts and fonts too
  render TEMPLATE                     what API Gateway makes of a mapping template
        --context CONTEXT.json  --format text|json
        --batch                       cases from stdin, one JSON object a line
  test [FILE|FILE:LINE|FOLDER…]       run the tests of *.gatehouse.yaml files
        --filter TEXT                 tests whose name contains it
        --format text|json|junit      default text; -o, --output FILE: into a file
        --watch                       again when something is saved
        --contract                    answers of backends have to be documented ones
        --coverage                    list the routes that no test sends a request to
        --functions DEFINITION  --jwks ISSUER=FILE
  policy lint FILE…                   find faults in IAM policies and authorizer responses, and in all
                                      policies that a definition states
        --type T                      identity, trust, resource:SERVICE (execute-api, apigateway,
                                      lambda, s3, sqs, sns, kms, secretsmanager, logs, events),
                                      vpc-endpoint, authorizer-response, authorizer-response:http,
                                      lambda-permission; default by what the file holds
        --format text|json|sarif      default text
        --batch                       policies from stdin, one JSON object a line
  policy evaluate REQUEST.json        whether AWS allows a request, and which statement decides
        --format text|json|sarif
        --batch                       requests from stdin, one JSON object a line
  policy who DEFINITION               which identities may call which routes, and what decides
        --format text|json  --api ID  --api-type rest|http
        --identity FILE               identities of your own, as JSON; --only-given: no others
        --source-ip IP  --vpc-endpoint ID
  journal DEFINITION                  what changed while a gateway served it, as CloudTrail records
        --format text|json
  trace FILE [OTHER]                  print a saved trace, or what is another in a second one
        --format text|json|otlp       otlp: for OpenTelemetry's collectors
  token [DEFINITION]                  a token of the local issuer, for authorizers of this machine's gateways
        --identities FILE  --identity NAME  --use id|access  --scope S  --group G
        --claim NAME=VALUE  --authorizer NAME  --issuer URL  --client ID  --expires-in SECONDS
        --credentials                 an access key for signing in place of a token
  lsp --stdio                         the language server

What answers for backends that only AWS has, of serve, invoke, connect and test:
        --upstream ORIGIN=ORIGIN      a backend that stands elsewhere on this machine
        --vpc-link LINK=ORIGIN        where a VPC link leads; an id, a name, or the ARN behind it
        --endpoint SERVICE=URL        an emulator of an AWS service, for functions too; a URL alone: of all
        --canned FILE                 answers of AWS services, as JSON or YAML
        --stub                        documented examples where a backend does not exist

What functions find in their environment, of serve, invoke, connect and test:
        --env-vars FILE               variables by function, as 'sam local' takes them
        --env-file FILE               an .env file for all functions; may be repeated
        --aws-credentials             the AWS credentials of this machine, which they do not get else
        --profile NAME                those of a profile

What a definition takes from elsewhere, for every verb that reads one:
        --parameter NAME=VALUE        a parameter, variable or option
        --param NAME=VALUE            a 'param' of the Serverless Framework
        --parameters-file FILE        a JSON or YAML file of such values
        --stage S                     the stage to look at

  --version  --help
`
