package opa

import "github.com/open-policy-agent/opa/v1/ast"

// options read Rego v1 with no more builtins than allowed.
func options() ast.ParserOptions {
	return ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities()}
}

// compile compiles modules strictly, without the stages to skip.
func compile(modules map[string]*ast.Module, skip ...ast.StageID) (*ast.Compiler, error) {
	c := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities()).WithSkipStages(skip...)
	if c.Compile(modules); c.Failed() {
		return nil, c.Errors
	}
	return c, nil
}

// proven gives the stages of OPA's compiler that only check, or that find nothing to do, in the embedded modules. They take
// two thirds of its time. That leaving them out changes nothing is tested with every stage; modules of a community
// pass all of them.
func proven() []ast.StageID {
	return []ast.StageID{
		ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports, ast.StageRewriteTemplateStrings,
		ast.StageCheckVoidCalls, ast.StageRewritePrintCalls, ast.StageParseMetadataBlocks, ast.StageSetAnnotationSet,
		ast.StageRewriteRegoMetadataCalls, ast.StageSetGraph, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
		ast.StageCheckSafetyRuleHeads, ast.StageCheckSafetyRuleBodies, ast.StageCheckRecursion, ast.StageCheckTypes,
		ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins, ast.StageBuildComprehensionIndices,
		ast.StageBuildRequiredCapabilities,
	}
}
