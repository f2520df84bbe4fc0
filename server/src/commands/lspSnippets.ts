import cloudFormationJson from '../../../snippets/cloudformation-json.json' with { type: 'json' }
import cloudFormationYaml from '../../../snippets/cloudformation-yaml.json' with { type: 'json' }
import openApiJson from '../../../snippets/openapi-json.json' with { type: 'json' }
import openApiYaml from '../../../snippets/openapi-yaml.json' with { type: 'json' }
import policyJson from '../../../snippets/policy-json.json' with { type: 'json' }
import policyYaml from '../../../snippets/policy-yaml.json' with { type: 'json' }
import samJson from '../../../snippets/sam-json.json' with { type: 'json' }
import samYaml from '../../../snippets/sam-yaml.json' with { type: 'json' }
import type { Snippets } from '../language/completion/snippets.ts'

/**
 * The snippets that completion proposes where they fit. The manifest does not contribute them: VS Code would list them at
 * every place of every YAML and JSON file.
 */
export const shippedSnippets: Snippets = {
  json: { ...openApiJson, ...samJson, ...cloudFormationJson },
  yaml: { ...openApiYaml, ...samYaml, ...cloudFormationYaml },
}

/** What a file that holds nothing yet may become: definitions and policies. */
export const shippedBeginnings: Snippets = {
  json: { ...shippedSnippets.json, ...policyJson },
  yaml: { ...shippedSnippets.yaml, ...policyYaml },
}
