namespace Flapjack.Sdk;

/// <summary>The headers with which Flapjack signs the question for a key of a model.</summary>
public sealed record CredentialHeaders
{
    /// <summary>The name of the header that carries <see cref="Timestamp"/>.</summary>
    public const string TimestampName = "X-Flapjack-Timestamp";

    /// <summary>The name of the header that carries <see cref="Nonce"/>.</summary>
    public const string NonceName = "X-Flapjack-Nonce";

    /// <summary>The name of the header that carries <see cref="Signature"/>.</summary>
    public const string SignatureName = "X-Flapjack-Signature";

    /// <summary>When the question was signed, in whole seconds since 1970. Null when the header is not there.</summary>
    public string? Timestamp { get; init; }

    /// <summary>A text that no other question has: 1 to 128 letters, digits, <c>-</c> and <c>_</c>. Null when the header is not there.</summary>
    public string? Nonce { get; init; }

    /// <summary>The signature: 64 hexadecimal digits. Null when the header is not there.</summary>
    public string? Signature { get; init; }

    /// <summary>Takes the headers out of a request, whatever framework it belongs to.</summary>
    /// <param name="valueOf">Gives the value of a header by its name, in any case; null when it is not there. For ASP.NET Core <c>name => request.Headers[name]</c>.</param>
    /// <returns>The headers.</returns>
    public static CredentialHeaders Read(Func<string, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return new() { Timestamp = valueOf(TimestampName), Nonce = valueOf(NonceName), Signature = valueOf(SignatureName) };
    }
}
