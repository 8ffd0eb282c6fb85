namespace Shared.Wire.Http;

/// <summary>What the body of a refusal says.</summary>
/// <param name="Code">The machine-readable code; null if there is none.</param>
/// <param name="Detail">The explanation for people; null if there is none.</param>
/// <param name="Reason">A finer code, if the vendor has such codes; null if there is none.</param>
internal readonly record struct ErrorBody(string? Code, string? Detail, string? Reason);
