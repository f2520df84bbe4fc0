import type { Rule } from './rule.ts'
import { endpointTypeInvalid } from './api/endpointTypeInvalid.ts'
import { policyRules } from './policy/policyRules.ts'
import { binaryMediaTypeInvalid } from './api/binaryMediaTypeInvalid.ts'
import { gatewayResponseParameterInvalid } from './api/gatewayResponseParameterInvalid.ts'
import { privateApiWithoutPolicy } from './api/privateApiWithoutPolicy.ts'
import { statusCodeInvalid } from './api/statusCodeInvalid.ts'
import { apiKeySourceWithoutAuthorizer } from './authorizer/apiKeySourceWithoutAuthorizer.ts'
import { authorizationScopesIgnored } from './authorizer/authorizationScopesIgnored.ts'
import { authorizationWithoutAuthorizer } from './authorizer/authorizationWithoutAuthorizer.ts'
import { authorizerCacheUnkeyed } from './authorizer/authorizerCacheUnkeyed.ts'
import { authorizerCachedPolicyNarrow } from './authorizer/authorizerCachedPolicyNarrow.ts'
import { authorizerIdentitySourceInvalid } from './authorizer/authorizerIdentitySourceInvalid.ts'
import { authorizerIdentitySourceMissing } from './authorizer/authorizerIdentitySourceMissing.ts'
import { authorizerKindMismatch } from './authorizer/authorizerKindMismatch.ts'
import { authorizerNoneWithoutDefault } from './authorizer/authorizerNoneWithoutDefault.ts'
import { authorizerPayloadVersionMissing } from './authorizer/authorizerPayloadVersionMissing.ts'
import { authorizerProviderMissing } from './authorizer/authorizerProviderMissing.ts'
import { authorizerSimpleResponsesVersion } from './authorizer/authorizerSimpleResponsesVersion.ts'
import { authorizerTtlIgnored } from './authorizer/authorizerTtlIgnored.ts'
import { authorizerTtlOutOfRange } from './authorizer/authorizerTtlOutOfRange.ts'
import { authorizerTypeUnsupported } from './authorizer/authorizerTypeUnsupported.ts'
import { authorizerUndefined } from './authorizer/authorizerUndefined.ts'
import { authorizerUnused } from './authorizer/authorizerUnused.ts'
import { authorizerUriInvalid } from './authorizer/authorizerUriInvalid.ts'
import { authorizerUriMissing } from './authorizer/authorizerUriMissing.ts'
import { authorizerValidationExpressionIgnored } from './authorizer/authorizerValidationExpressionIgnored.ts'
import { authorizerValidationExpressionInvalid } from './authorizer/authorizerValidationExpressionInvalid.ts'
import { jwtConfigurationMissing } from './authorizer/jwtConfigurationMissing.ts'
import { jwtIssuerInvalid } from './authorizer/jwtIssuerInvalid.ts'
import { functionHandlerMissing } from './function/functionHandlerMissing.ts'
import { functionRuntimeInvalid } from './function/functionRuntimeInvalid.ts'
import { vpcLinkTargetInvalid } from './integration/vpcLinkTargetInvalid.ts'
import { cacheKeyParameterUndeclared } from './integration/cacheKeyParameterUndeclared.ts'
import { httpApiFeatureUnsupported } from './integration/httpApiFeatureUnsupported.ts'
import { httpMappingHeaderReserved } from './integration/httpMappingHeaderReserved.ts'
import { httpMappingInvalid } from './integration/httpMappingInvalid.ts'
import { httpSubtypeCredentialsMissing } from './integration/httpSubtypeCredentialsMissing.ts'
import { httpSubtypeParameterMissing } from './integration/httpSubtypeParameterMissing.ts'
import { httpSubtypeUnknown } from './integration/httpSubtypeUnknown.ts'
import { integrationCredentialsInvalid } from './integration/integrationCredentialsInvalid.ts'
import { integrationHttpMethodMissing } from './integration/integrationHttpMethodMissing.ts'
import { integrationLambdaMethodNotPost } from './integration/integrationLambdaMethodNotPost.ts'
import { integrationMissing } from './integration/integrationMissing.ts'
import { integrationResponseDefaultMissing } from './integration/integrationResponseDefaultMissing.ts'
import { integrationResponseDuplicate } from './integration/integrationResponseDuplicate.ts'
import { integrationResponseMissing } from './integration/integrationResponseMissing.ts'
import { integrationResponseUnmatched } from './integration/integrationResponseUnmatched.ts'
import { integrationTimeoutOutOfRange } from './integration/integrationTimeoutOutOfRange.ts'
import { integrationTypeUnknown } from './integration/integrationTypeUnknown.ts'
import { integrationUriInvalid } from './integration/integrationUriInvalid.ts'
import { integrationUriMissing } from './integration/integrationUriMissing.ts'
import { lambdaPermissionMissing } from './integration/lambdaPermissionMissing.ts'
import { mappingBodyPathInvalid } from './integration/mappingBodyPathInvalid.ts'
import { mappingContextUnknown } from './integration/mappingContextUnknown.ts'
import { mappingSourceUndeclared } from './integration/mappingSourceUndeclared.ts'
import { mockStatusMissing } from './integration/mockStatusMissing.ts'
import { parameterMappingInvalid } from './integration/parameterMappingInvalid.ts'
import { passthroughNeverWithoutTemplate } from './integration/passthroughNeverWithoutTemplate.ts'
import { payloadFormatVersionInvalid } from './integration/payloadFormatVersionInvalid.ts'
import { proxyTemplateIgnored } from './integration/proxyTemplateIgnored.ts'
import { responseHeaderUndeclared } from './integration/responseHeaderUndeclared.ts'
import { responseMappingInvalid } from './integration/responseMappingInvalid.ts'
import { responseStreamingUnsupported } from './integration/responseStreamingUnsupported.ts'
import { responseStreamingUriMismatch } from './integration/responseStreamingUriMismatch.ts'
import { selectionPatternInvalid } from './integration/selectionPatternInvalid.ts'
import { stageVariableUndefined } from './integration/stageVariableUndefined.ts'
import { templateMediaTypeInvalid } from './integration/templateMediaTypeInvalid.ts'
import { tlsConfigIgnored } from './integration/tlsConfigIgnored.ts'
import { uriPlaceholderUnmapped } from './integration/uriPlaceholderUnmapped.ts'
import { vpcLinkConnectionMissing } from './integration/vpcLinkConnectionMissing.ts'
import { modelSchemaInvalid } from './request/modelSchemaInvalid.ts'
import { modelContentTypeInvalid } from './request/modelContentTypeInvalid.ts'
import { methodParameterInvalid } from './request/methodParameterInvalid.ts'
import { modelKeywordUnsupported } from './request/modelKeywordUnsupported.ts'
import { modelNameInvalid } from './request/modelNameInvalid.ts'
import { modelReferenceInvalid } from './request/modelReferenceInvalid.ts'
import { modelUndefined } from './request/modelUndefined.ts'
import { parameterDuplicate } from './request/parameterDuplicate.ts'
import { requestValidatorIdle } from './request/requestValidatorIdle.ts'
import { requestValidatorUndefined } from './request/requestValidatorUndefined.ts'
import { routeTargetInvalid } from './route/routeTargetInvalid.ts'
import { httpRouteSelectionInvalid } from './route/httpRouteSelectionInvalid.ts'
import { corsCredentialsWithWildcard } from './route/corsCredentialsWithWildcard.ts'
import { corsMethodMissing } from './route/corsMethodMissing.ts'
import { corsMethodUnknown } from './route/corsMethodUnknown.ts'
import { corsOriginInvalid } from './route/corsOriginInvalid.ts'
import { corsWildcardWithCredentials } from './route/corsWildcardWithCredentials.ts'
import { greedyParameterMisplaced } from './route/greedyParameterMisplaced.ts'
import { httpApiExtensionIgnored } from './route/httpApiExtensionIgnored.ts'
import { operationIdDuplicate } from './route/operationIdDuplicate.ts'
import { pathParameterInvalid } from './route/pathParameterInvalid.ts'
import { pathReserved } from './route/pathReserved.ts'
import { resourceConflict } from './route/resourceConflict.ts'
import { routeApiKeyIgnored } from './route/routeApiKeyIgnored.ts'
import { routeDuplicate } from './route/routeDuplicate.ts'
import { routeKeyInvalid } from './route/routeKeyInvalid.ts'
import { routeSettingUnknown } from './stage/routeSettingUnknown.ts'
import { usagePlanThrottleKeyInvalid } from './stage/usagePlanThrottleKeyInvalid.ts'
import { usagePlanQuotaInvalid } from './stage/usagePlanQuotaInvalid.ts'
import { usagePlanStageMissing } from './stage/usagePlanStageMissing.ts'
import { methodSettingMethodInvalid } from './stage/methodSettingMethodInvalid.ts'
import { mutualTlsPolicyTooOld } from './stage/mutualTlsPolicyTooOld.ts'
import { deploymentWithoutMethods } from './stage/deploymentWithoutMethods.ts'
import { stageNameInvalid } from './stage/stageNameInvalid.ts'
import { stageVariableInvalid } from './stage/stageVariableInvalid.ts'
import { eventApiInvalid } from './template/eventApiInvalid.ts'
import { eventDuplicate } from './template/eventDuplicate.ts'
import { functionAliasMissing } from './template/functionAliasMissing.ts'
import { intrinsicInvalid } from './template/intrinsicInvalid.ts'
import { logicalIdInvalid } from './template/logicalIdInvalid.ts'
import { samCorsCredentialsWithWildcard } from './template/samCorsCredentialsWithWildcard.ts'
import { samDefinitionBodyMissing } from './template/samDefinitionBodyMissing.ts'
import { routeResponseKeyInvalid } from './websocket/routeResponseKeyInvalid.ts'
import { websocketPartMisplaced } from './websocket/websocketPartMisplaced.ts'
import { routeSelectionExpressionInvalid } from './websocket/routeSelectionExpressionInvalid.ts'
import { routeSelectionExpressionMissing } from './websocket/routeSelectionExpressionMissing.ts'
import { websocketAuthorizationMisplaced } from './websocket/websocketAuthorizationMisplaced.ts'
import { websocketDefaultMissing } from './websocket/websocketDefaultMissing.ts'
import { websocketParametersMisplaced } from './websocket/websocketParametersMisplaced.ts'
import { websocketRouteKeyUnknown } from './websocket/websocketRouteKeyUnknown.ts'
import { policyTemplateInvalid } from './sam/policyTemplateInvalid.ts'
import { samUriInvalid } from './sam/samUriInvalid.ts'
import { tagReserved } from './sam/tagReserved.ts'
import { functionUrlCorsInvalid } from './sam/functionUrlCorsInvalid.ts'
import { tenancyConflict } from './sam/tenancyConflict.ts'
import { kafkaSourceInvalid } from './sam/kafkaSourceInvalid.ts'
import { sourceAccessInvalid } from './sam/sourceAccessInvalid.ts'
import { eventSourceElsewhere } from './sam/eventSourceElsewhere.ts'
import { eventQueueIdInvalid } from './sam/eventQueueIdInvalid.ts'
import { eventDestinationInvalid } from './sam/eventDestinationInvalid.ts'
import { generatedIdTaken } from './sam/generatedIdTaken.ts'
import { applicationLocationInvalid } from './sam/applicationLocationInvalid.ts'
import { cognitoTriggerDuplicate } from './sam/cognitoTriggerDuplicate.ts'
import { eventRouteIncomplete } from './sam/eventRouteIncomplete.ts'
import { functionAliasInvalid } from './sam/functionAliasInvalid.ts'
import { ignoreGlobalsUnknown } from './sam/ignoreGlobalsUnknown.ts'
import { overrideApiAuthEmpty } from './sam/overrideApiAuthEmpty.ts'
import { websocketAuthInvalid } from './sam/websocketAuthInvalid.ts'
import { websocketRouteKeyInvalid } from './sam/websocketRouteKeyInvalid.ts'
import { websocketConnectOnly } from './sam/websocketConnectOnly.ts'
import { samBodyInvalid } from './sam/samBodyInvalid.ts'
import { capacityProviderTypesExclusive } from './sam/capacityProviderTypesExclusive.ts'
import { samTextExpected } from './sam/samTextExpected.ts'
import { samIntrinsicRefused } from './sam/samIntrinsicRefused.ts'
import { eventStateExclusive } from './sam/eventStateExclusive.ts'
import { subMissing } from './template/subMissing.ts'
import { selectArgumentInvalid } from './template/selectArgumentInvalid.ts'
import { listItemDuplicate } from './template/listItemDuplicate.ts'
import { instanceProfileRolesTooMany } from './template/instanceProfileRolesTooMany.ts'
import { resourceNameDuplicate } from './template/resourceNameDuplicate.ts'
import { stageOfOtherApi } from './stage/stageOfOtherApi.ts'
import { partOfOtherApi } from './template/partOfOtherApi.ts'
import { deploymentDependencyMissing } from './stage/deploymentDependencyMissing.ts'
import { basePathInvalid } from './stage/basePathInvalid.ts'
import { usagePlanStageDependency } from './stage/usagePlanStageDependency.ts'
import { domainCertificateMismatch } from './stage/domainCertificateMismatch.ts'
import { functionRuntimeDeprecated } from './function/functionRuntimeDeprecated.ts'
import { functionVariableReserved } from './function/functionVariableReserved.ts'
import { functionEnvironmentTooLarge } from './function/functionEnvironmentTooLarge.ts'
import { functionLayersTooMany } from './function/functionLayersTooMany.ts'
import { functionImageConflict } from './function/functionImageConflict.ts'
import { functionInlineRuntime } from './function/functionInlineRuntime.ts'
import { queueBatchSizeInvalid } from './function/queueBatchSizeInvalid.ts'
import { queueVisibilityTooShort } from './function/queueVisibilityTooShort.ts'
import { templateLimitExceeded } from './template/templateLimitExceeded.ts'
import { usagePlanKeyInvalid } from './stage/usagePlanKeyInvalid.ts'
import { deploymentNeverRenewed } from './stage/deploymentNeverRenewed.ts'
import { lambdaPermissionInvalid } from './function/lambdaPermissionInvalid.ts'
import { methodSettingPathInvalid } from './stage/methodSettingPathInvalid.ts'
import { methodSettingIdle } from './stage/methodSettingIdle.ts'
import { cacheClusterMissing } from './stage/cacheClusterMissing.ts'
import { stageVariableLimitExceeded } from './stage/stageVariableLimitExceeded.ts'
import { usagePlanQuotaOffsetInvalid } from './stage/usagePlanQuotaOffsetInvalid.ts'
import { apiKeyValueInvalid } from './stage/apiKeyValueInvalid.ts'
import { domainNameInvalid } from './stage/domainNameInvalid.ts'
import { truststoreInvalid } from './stage/truststoreInvalid.ts'
import { routingRulePriorityDuplicate } from './stage/routingRulePriorityDuplicate.ts'
import { routingRuleConditionsInvalid } from './stage/routingRuleConditionsInvalid.ts'
import { accessLogContextUnknown } from './stage/accessLogContextUnknown.ts'
import { accessLogFormatInvalid } from './stage/accessLogFormatInvalid.ts'
import { accessLogDestinationInvalid } from './stage/accessLogDestinationInvalid.ts'
import { httpStageSettingUnsupported } from './stage/httpStageSettingUnsupported.ts'
import { endpointAccessModeMissing } from './api/endpointAccessModeMissing.ts'
import { resourcePolicyTooLong } from './api/resourcePolicyTooLong.ts'
import { apiQuotaExceeded } from './api/apiQuotaExceeded.ts'
import { gatewayResponseFixed } from './api/gatewayResponseFixed.ts'
import { vpcEndpointMisplaced } from './api/vpcEndpointMisplaced.ts'
import { restApiNameMissing } from './api/restApiNameMissing.ts'
import { apiPropertyUnsupported } from './api/apiPropertyUnsupported.ts'
import { modelTooLarge } from './request/modelTooLarge.ts'
import { routeScopesTooMany } from './route/routeScopesTooMany.ts'
import { jwtAudienceTooMany } from './authorizer/jwtAudienceTooMany.ts'
import { distributionAliasInvalid } from './template/distributionAliasInvalid.ts'
import { apiKindMismatch } from './template/apiKindMismatch.ts'
import { wafHttpApiUnsupported } from './template/wafHttpApiUnsupported.ts'
import { restApiBodyMixed } from './template/restApiBodyMixed.ts'
import { tagInvalid } from './template/tagInvalid.ts'
import { documentationPartLocationInvalid } from './api/documentationPartLocationInvalid.ts'
import { routingModeMismatch } from './stage/routingModeMismatch.ts'
import { routingRuleTargetUnsupported } from './stage/routingRuleTargetUnsupported.ts'
import { vpcLinkKindMismatch } from './integration/vpcLinkKindMismatch.ts'
import { certificateRegionMismatch } from './stage/certificateRegionMismatch.ts'
import { authorizerProviderInvalid } from './authorizer/authorizerProviderInvalid.ts'
import { functionOutlivesGateway } from './function/functionOutlivesGateway.ts'
import { mappingTemplateSyntax } from './mappingTemplate/mappingTemplateSyntax.ts'
import { mappingTemplateDirectiveDisabled } from './mappingTemplate/mappingTemplateDirectiveDisabled.ts'
import { mappingTemplateMisread } from './mappingTemplate/mappingTemplateMisread.ts'
import { mappingTemplateTooLarge } from './mappingTemplate/mappingTemplateTooLarge.ts'
import { mappingTemplateMemberUnknown } from './mappingTemplate/mappingTemplateMemberUnknown.ts'
import { mappingTemplateContextUnknown } from './mappingTemplate/mappingTemplateContextUnknown.ts'
import { mappingTemplateVariableUnset } from './mappingTemplate/mappingTemplateVariableUnset.ts'
import { mappingTemplateSetNull } from './mappingTemplate/mappingTemplateSetNull.ts'
import { mappingTemplateMethodUnknown } from './mappingTemplate/mappingTemplateMethodUnknown.ts'
import { mappingTemplateJsonPathInvalid } from './mappingTemplate/mappingTemplateJsonPathInvalid.ts'
import { mappingTemplatePathUndeclared } from './mappingTemplate/mappingTemplatePathUndeclared.ts'
import { mappingTemplateJsonInvalid } from './mappingTemplate/mappingTemplateJsonInvalid.ts'
import { mappingTemplateJsonInjection } from './mappingTemplate/mappingTemplateJsonInjection.ts'
import { mappingTemplateEscapeQuote } from './mappingTemplate/mappingTemplateEscapeQuote.ts'
import { gatewayTemplateVtl } from './mappingTemplate/gatewayTemplateVtl.ts'
import { gatewayTemplateContextUnknown } from './mappingTemplate/gatewayTemplateContextUnknown.ts'

/** Every rule, by subject. */
export const rules: readonly Rule[] = [
  binaryMediaTypeInvalid,
  gatewayResponseParameterInvalid,
  privateApiWithoutPolicy,
  statusCodeInvalid,
  apiKeySourceWithoutAuthorizer,
  authorizationScopesIgnored,
  authorizationWithoutAuthorizer,
  authorizerCacheUnkeyed,
  authorizerCachedPolicyNarrow,
  authorizerIdentitySourceInvalid,
  authorizerIdentitySourceMissing,
  authorizerKindMismatch,
  authorizerNoneWithoutDefault,
  authorizerPayloadVersionMissing,
  authorizerProviderMissing,
  authorizerSimpleResponsesVersion,
  authorizerTtlIgnored,
  authorizerTtlOutOfRange,
  authorizerTypeUnsupported,
  authorizerUndefined,
  authorizerUnused,
  authorizerUriInvalid,
  authorizerUriMissing,
  authorizerValidationExpressionIgnored,
  authorizerValidationExpressionInvalid,
  jwtConfigurationMissing,
  jwtIssuerInvalid,
  functionHandlerMissing,
  functionRuntimeInvalid,
  cacheKeyParameterUndeclared,
  httpApiFeatureUnsupported,
  httpMappingHeaderReserved,
  httpMappingInvalid,
  httpSubtypeCredentialsMissing,
  httpSubtypeParameterMissing,
  httpSubtypeUnknown,
  integrationCredentialsInvalid,
  integrationHttpMethodMissing,
  integrationLambdaMethodNotPost,
  integrationMissing,
  integrationResponseDefaultMissing,
  integrationResponseDuplicate,
  integrationResponseMissing,
  integrationResponseUnmatched,
  integrationTimeoutOutOfRange,
  integrationTypeUnknown,
  integrationUriInvalid,
  integrationUriMissing,
  lambdaPermissionMissing,
  mappingBodyPathInvalid,
  mappingContextUnknown,
  mappingSourceUndeclared,
  mockStatusMissing,
  parameterMappingInvalid,
  passthroughNeverWithoutTemplate,
  payloadFormatVersionInvalid,
  proxyTemplateIgnored,
  responseHeaderUndeclared,
  responseMappingInvalid,
  responseStreamingUnsupported,
  responseStreamingUriMismatch,
  selectionPatternInvalid,
  stageVariableUndefined,
  templateMediaTypeInvalid,
  tlsConfigIgnored,
  uriPlaceholderUnmapped,
  vpcLinkConnectionMissing,
  modelKeywordUnsupported,
  modelNameInvalid,
  modelReferenceInvalid,
  modelUndefined,
  parameterDuplicate,
  requestValidatorIdle,
  requestValidatorUndefined,
  corsCredentialsWithWildcard,
  corsMethodMissing,
  corsMethodUnknown,
  corsOriginInvalid,
  corsWildcardWithCredentials,
  greedyParameterMisplaced,
  httpApiExtensionIgnored,
  operationIdDuplicate,
  pathParameterInvalid,
  pathReserved,
  resourceConflict,
  routeApiKeyIgnored,
  routeDuplicate,
  routeKeyInvalid,
  stageNameInvalid,
  stageVariableInvalid,
  eventApiInvalid,
  eventDuplicate,
  functionAliasMissing,
  intrinsicInvalid,
  logicalIdInvalid,
  samCorsCredentialsWithWildcard,
  samDefinitionBodyMissing,
  routeSelectionExpressionInvalid,
  routeSelectionExpressionMissing,
  websocketAuthorizationMisplaced,
  websocketDefaultMissing,
  websocketParametersMisplaced,
  websocketRouteKeyUnknown,
  policyTemplateInvalid,
  samUriInvalid,
  tagReserved,
  functionUrlCorsInvalid,
  tenancyConflict,
  kafkaSourceInvalid,
  sourceAccessInvalid,
  eventSourceElsewhere,
  eventQueueIdInvalid,
  eventDestinationInvalid,
  generatedIdTaken,
  applicationLocationInvalid,
  cognitoTriggerDuplicate,
  eventRouteIncomplete,
  functionAliasInvalid,
  ignoreGlobalsUnknown,
  overrideApiAuthEmpty,
  websocketAuthInvalid,
  websocketRouteKeyInvalid,
  websocketConnectOnly,
  samBodyInvalid,
  capacityProviderTypesExclusive,
  samTextExpected,
  samIntrinsicRefused,
  eventStateExclusive,
  subMissing,
  selectArgumentInvalid,
  listItemDuplicate,
  instanceProfileRolesTooMany,
  resourceNameDuplicate,
  stageOfOtherApi,
  partOfOtherApi,
  deploymentDependencyMissing,
  basePathInvalid,
  usagePlanStageDependency,
  domainCertificateMismatch,
  functionRuntimeDeprecated,
  functionVariableReserved,
  functionEnvironmentTooLarge,
  functionLayersTooMany,
  functionImageConflict,
  functionInlineRuntime,
  queueBatchSizeInvalid,
  queueVisibilityTooShort,
  templateLimitExceeded,
  usagePlanKeyInvalid,
  deploymentNeverRenewed,
  lambdaPermissionInvalid,
  methodSettingPathInvalid,
  methodSettingIdle,
  cacheClusterMissing,
  stageVariableLimitExceeded,
  usagePlanQuotaOffsetInvalid,
  apiKeyValueInvalid,
  domainNameInvalid,
  truststoreInvalid,
  routingRulePriorityDuplicate,
  routingRuleConditionsInvalid,
  accessLogContextUnknown,
  accessLogFormatInvalid,
  accessLogDestinationInvalid,
  httpStageSettingUnsupported,
  endpointAccessModeMissing,
  resourcePolicyTooLong,
  apiQuotaExceeded,
  gatewayResponseFixed,
  vpcEndpointMisplaced,
  restApiNameMissing,
  apiPropertyUnsupported,
  mappingTemplateTooLarge,
  modelTooLarge,
  routeScopesTooMany,
  jwtAudienceTooMany,
  apiKindMismatch,
  wafHttpApiUnsupported,
  restApiBodyMixed,
  tagInvalid,
  documentationPartLocationInvalid,
  routingModeMismatch,
  routingRuleTargetUnsupported,
  vpcLinkKindMismatch,
  certificateRegionMismatch,
  authorizerProviderInvalid,
  functionOutlivesGateway,
  deploymentWithoutMethods,
  endpointTypeInvalid,
  methodParameterInvalid,
  modelContentTypeInvalid,
  modelSchemaInvalid,
  mutualTlsPolicyTooOld,
  methodSettingMethodInvalid,
  usagePlanStageMissing,
  usagePlanQuotaInvalid,
  usagePlanThrottleKeyInvalid,
  vpcLinkTargetInvalid,
  httpRouteSelectionInvalid,
  websocketPartMisplaced,
  routeResponseKeyInvalid,
  routeTargetInvalid,
  routeSettingUnknown,
  distributionAliasInvalid,
  mappingTemplateSyntax,
  mappingTemplateDirectiveDisabled,
  mappingTemplateMisread,
  mappingTemplateMemberUnknown,
  mappingTemplateContextUnknown,
  mappingTemplateVariableUnset,
  mappingTemplateSetNull,
  mappingTemplateMethodUnknown,
  mappingTemplateJsonPathInvalid,
  mappingTemplatePathUndeclared,
  mappingTemplateJsonInvalid,
  mappingTemplateJsonInjection,
  mappingTemplateEscapeQuote,
  gatewayTemplateVtl,
  gatewayTemplateContextUnknown,
  ...policyRules,
]
