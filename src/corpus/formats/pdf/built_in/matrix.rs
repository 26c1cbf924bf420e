//! Transformations of the plane.

use crate::corpus::formats::pdf::built_in::lexer::Operand;

/// A transformation: a point `(x, y)` becomes `(a x + c y + e, b x + d y + f)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix([f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Returns the matrix of six operands.
    pub(super) fn of(operands: &[Operand]) -> Self {
        let mut numbers = [0.0; 6];
        numbers.iter_mut().zip(operands).for_each(|(number, operand)| *number = operand.number());
        Matrix(numbers)
    }

    pub(super) const fn new(numbers: [f32; 6]) -> Self {
        Matrix(numbers)
    }

    pub(super) fn translation(x: f32, y: f32) -> Self {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Returns the transformation by this matrix and then by `next`.
    pub(super) fn then(&self, next: &Matrix) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Matrix([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    pub(super) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Returns the length to which a unit of height is scaled.
    pub(super) fn height(&self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}
