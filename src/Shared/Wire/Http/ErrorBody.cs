using System.Text.Json;

namespace Shared.Wire.Http;

/// <summary>What the body of a refusal says.</summary>
/// <param name="Code">The machine-readable code; null if there is none.</param>
/// <param name="Detail">The explanation for people; null if there is none.</param>
/// <param name="Reason">A finer code, if the vendor has such codes; null if there is none.</param>
internal readonly record struct ErrorBody(string? Code, string? Detail, string? Reason)
{
    /// <summary>All that the vendor's wire says about the error, for a refusal that carries more than texts; undefined if there is nothing more.</summary>
    public JsonElement Error { get; init; }
}
