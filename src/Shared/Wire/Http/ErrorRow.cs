using Shared.Wire.Errors;

namespace Shared.Wire.Http;

/// <summary>One row of an <see cref="ErrorTable"/>.</summary>
/// <param name="Status">The HTTP status that the row is about.</param>
/// <param name="Make">Makes the exception from a message and the facts.</param>
/// <param name="Advice">A sentence that says what to do next; empty if there is no advice.</param>
internal sealed record ErrorRow(int Status, Func<string, ApiErrorFacts, WireApiException> Make, string Advice = "")
{
    /// <summary>The codes that the row is about; empty for every code.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>A refusal that has no exception of its own.</summary>
    public static WireApiException Plain(string message, ApiErrorFacts facts) => new(message) { Facts = facts };

    public bool IsAbout(int status, string? code) => Status == status && (Codes.Count == 0 || Codes.Contains(code));
}
