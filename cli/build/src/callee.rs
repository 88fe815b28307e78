//! `arguments.callee`, which CommonJS packages use and strict code does not have: the bundle is one ES module, and those are strict.
//!
//! `Error.captureStackTrace(this, arguments.callee)` stands in the error classes of the `passport` family. In a function that has a
//! name, the name means the same.

use oxc::allocator::Allocator;
use oxc::ast::ast::{Expression, Function, Statement};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitJsMut, walk_js_mut};
use oxc::span::GetSpan as _;
use oxc::syntax::scope::ScopeFlags;
use rolldown_ecmascript::EcmaAst;

/// What a module must contain to be looked at.
const MENTION: &str = "arguments.callee";

/// Writes the name of the function in place of each `arguments.callee`, except in ES modules, whose authors know that they are strict.
pub(crate) fn name(mut ast: EcmaAst) -> EcmaAst {
    let is_es = ast.program().body.iter().any(Statement::is_module_declaration);
    if is_es || !ast.source().contains(MENTION) {
        return ast;
    }
    ast.program.with_mut(|fields| {
        let mut names = Names {
            allocator: fields.allocator,
            enclosing: Vec::new(),
        };
        names.visit_program(fields.program);
    });
    ast
}

struct Names<'a> {
    allocator: &'a Allocator,
    /// The functions around, without arrows, which have no `arguments` of their own.
    enclosing: Vec<Option<&'a str>>,
}

impl<'a> VisitJsMut<'a> for Names<'a> {
    fn visit_function(&mut self, function: &mut Function<'a>, flags: ScopeFlags) {
        self.enclosing.push(function.id.as_ref().map(|id| id.name.as_str()));
        walk_js_mut::walk_function(self, function, flags);
        self.enclosing.pop();
    }

    fn visit_expression(&mut self, expression: &mut Expression<'a>) {
        if is_callee(expression)
            && let Some(Some(name)) = self.enclosing.last().copied()
        {
            let builder = AstBuilder::new(self.allocator);
            *expression = Expression::new_identifier(expression.span(), name, &builder);
            return;
        }
        walk_js_mut::walk_expression(self, expression);
    }
}

fn is_callee(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::StaticMemberExpression(member)
        if member.property.name == "callee" && member.object.is_specific_id("arguments"))
}
