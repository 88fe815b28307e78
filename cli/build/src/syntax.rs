//! What the text of a bundle tells before it runs: where evaluating it waits, what the sandbox
//! cannot parse, what it cannot load.

use std::ops::Range;

use oxc::allocator::Allocator;
use oxc::ast::ast::{
    AccessorProperty, ArrowFunctionExpression, AwaitExpression, CallExpression, Decorator, ForOfStatement, Function,
    ImportExpression,
};
use oxc::ast_visit::{VisitJs, walk_js};
use oxc::parser::Parser;
use oxc::span::{GetSpan as _, SourceType};
use oxc::syntax::scope::ScopeFlags;
use rnode_artifact::TOP_LEVEL_AWAITS_MAX;

/// What the bundler calls the function behind each `require()` that it could not resolve.
const UNRESOLVED_REQUIRE: &str = "__require";

/// Something in a bundle that cannot work in the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Concern {
    /// `@decorator`; QuickJS does not know the syntax, and the compiler rewrites only TypeScript's
    /// older kind.
    Decorator,
    /// `accessor x`, which belongs to the same proposal.
    Accessor,
    /// `import()` of a name that is computed when the app runs.
    ComputedImport,
    /// `require()` of such a name.
    ComputedRequire,
}

impl Concern {
    /// Whether there can be no bundle with this in it; otherwise only the code that comes by it
    /// fails.
    pub(crate) fn is_error(self) -> bool {
        match self {
            Self::Decorator | Self::Accessor => true,
            Self::ComputedImport | Self::ComputedRequire => false,
        }
    }

    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Decorator => "decorators do not run in the sandbox",
            Self::Accessor => "`accessor` properties do not run in the sandbox",
            Self::ComputedImport => "this `import()` will fail: what it loads is not known until the app runs",
            Self::ComputedRequire => "this `require()` will fail: what it loads is not known until the app runs",
        }
    }

    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Decorator => {
                "TypeScript's own are compiled away: set `experimentalDecorators` in tsconfig.json, or call the function yourself"
            }
            Self::Accessor => "write a getter and a setter",
            Self::ComputedImport | Self::ComputedRequire => {
                "write each name out, so that the modules are in the bundle: `{ a: () => import('./a.js') }`"
            }
        }
    }
}

/// What was found, as byte offsets and ranges in source order.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    /// What waits at the top level: whole `await` expressions, and `for await` loops up to the
    /// value they iterate; the first ones when there are more than a bundle may list.
    pub(crate) top_level_awaits: Vec<Range<u32>>,
    /// What cannot work, by where it starts.
    pub(crate) concerns: Vec<(u32, Concern)>,
}

impl Syntax {
    /// Reads `source`, an ES module that parses.
    pub(crate) fn of(source: &str) -> Self {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
        let mut reader = Reader {
            found: Self::default(),
            function_depth: 0,
        };
        reader.visit_program(&parsed.program);
        let mut found = reader.found;
        found.top_level_awaits.sort_by_key(|range| range.start);
        found.top_level_awaits.truncate(TOP_LEVEL_AWAITS_MAX);
        found.concerns.sort_by_key(|&(start, _)| start);
        found
    }
}

struct Reader {
    found: Syntax,
    /// How many functions are around; what waits inside one does so when it is called.
    function_depth: usize,
}

impl Reader {
    fn waits(&mut self, range: Range<u32>) {
        if self.function_depth == 0 {
            self.found.top_level_awaits.push(range);
        }
    }
}

impl<'a> VisitJs<'a> for Reader {
    fn visit_await_expression(&mut self, expression: &AwaitExpression<'a>) {
        self.waits(expression.span.start..expression.span.end);
        walk_js::walk_await_expression(self, expression);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        if statement.r#await {
            self.waits(statement.span.start..statement.right.span().end);
        }
        walk_js::walk_for_of_statement(self, statement);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.function_depth += 1;
        walk_js::walk_function(self, function, flags);
        self.function_depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.function_depth += 1;
        walk_js::walk_arrow_function_expression(self, function);
        self.function_depth -= 1;
    }

    fn visit_decorator(&mut self, decorator: &Decorator<'a>) {
        self.found.concerns.push((decorator.span.start, Concern::Decorator));
        walk_js::walk_decorator(self, decorator);
    }

    fn visit_accessor_property(&mut self, property: &AccessorProperty<'a>) {
        self.found.concerns.push((property.span.start, Concern::Accessor));
        walk_js::walk_accessor_property(self, property);
    }

    /// What could be resolved is no `import()` any more.
    fn visit_import_expression(&mut self, expression: &ImportExpression<'a>) {
        self.found
            .concerns
            .push((expression.span.start, Concern::ComputedImport));
        walk_js::walk_import_expression(self, expression);
    }

    /// A name that is written out is that of an optional module, and failing is what its caller
    /// expects.
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let Some(name) = call.arguments.first().and_then(|name| name.as_expression())
            && call.callee_name() == Some(UNRESOLVED_REQUIRE)
            && !name.is_string_literal()
        {
            // The map knows the name; the function is the bundler's.
            self.found.concerns.push((name.span().start, Concern::ComputedRequire));
        }
        walk_js::walk_call_expression(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only what waits while the module itself is evaluated is found.
    #[test]
    fn top_level_awaits() {
        let cases: [(&str, &[&str]); 8] = [
            ("await a; f(await b())", &["await a", "await b()"]),
            ("for await (const x of y) { z(x) }", &["for await (const x of y"]),
            ("async function f() { await a } await f()", &["await f()"]),
            ("const f = async () => { await a }", &[]),
            ("class A { async m() { await a } }", &[]),
            ("if (x) { try { await a } catch {} }", &["await a"]),
            ("export default await (await a).b", &["await (await a).b", "await a"]),
            ("const text = 'await a'", &[]),
        ];
        for (source, expected) in cases {
            let found: Vec<&str> = Syntax::of(source)
                .top_level_awaits
                .into_iter()
                .map(|range| &source[range.start as usize..range.end as usize])
                .collect();
            assert_eq!(found, expected, "{source}");
        }
    }

    /// What cannot work is found at any depth, and what only looks like it is not.
    #[test]
    fn concerns() {
        let cases: [(&str, &[(u32, Concern)]); 6] = [
            ("@d class A {}", &[(0, Concern::Decorator)]),
            ("class A { accessor x = 1 }", &[(10, Concern::Accessor)]),
            ("f(() => import(name))", &[(8, Concern::ComputedImport)]),
            (
                "function f() { return __require(name) }",
                &[(32, Concern::ComputedRequire)],
            ),
            ("try { __require('optional') } catch {}", &[]),
            ("const accessor = '@d'", &[]),
        ];
        for (source, expected) in cases {
            assert_eq!(Syntax::of(source).concerns, expected, "{source}");
        }
    }
}
