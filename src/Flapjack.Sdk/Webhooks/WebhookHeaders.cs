namespace Flapjack.Sdk;

/// <summary>The headers of a webhook that are about its signature.</summary>
/// <remarks>
/// The service documents <c>X-Flapjack-Signature</c> alone. The reference backend also signs in the form of
/// <see href="https://www.standardwebhooks.com">Standard Webhooks</see>, whose three headers protect against replay.
/// </remarks>
public sealed record WebhookHeaders
{
    /// <summary>The name of the header that carries <see cref="Signature"/>.</summary>
    public const string SignatureName = "X-Flapjack-Signature";

    /// <summary>The name of the header that carries <see cref="Id"/>.</summary>
    public const string IdName = "webhook-id";

    /// <summary>The name of the header that carries <see cref="Timestamp"/>.</summary>
    public const string TimestampName = "webhook-timestamp";

    /// <summary>The name of the header that carries <see cref="StandardSignature"/>.</summary>
    public const string StandardSignatureName = "webhook-signature";

    /// <summary>Flapjack's own signature: 64 hexadecimal digits. Null when the header is not there.</summary>
    public string? Signature { get; init; }

    /// <summary>The webhook's id, the same at every attempt to deliver it. Null when the header is not there.</summary>
    public string? Id { get; init; }

    /// <summary>When this attempt was signed, in whole seconds since 1970. Null when the header is not there.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Signatures of id, timestamp and body, with spaces between them; those of version 1 are <c>v1,</c> and base64. Null when the header is not there.</summary>
    public string? StandardSignature { get; init; }

    /// <summary>
    /// Whether any of the three headers of Standard Webhooks is there. If so, only these headers decide: a valid webhook has an <see cref="Id"/>,
    /// which the sender has signed.
    /// </summary>
    public bool AreStandard => Id is not null || Timestamp is not null || StandardSignature is not null;

    /// <summary>Takes the headers out of a request, whatever framework it belongs to.</summary>
    /// <param name="valueOf">Gives the value of a header by its name, in any case; null when it is not there. For ASP.NET Core <c>name => request.Headers[name]</c>.</param>
    /// <returns>The headers.</returns>
    public static WebhookHeaders Read(Func<string, string?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return new()
        {
            Signature = valueOf(SignatureName),
            Id = valueOf(IdName),
            Timestamp = valueOf(TimestampName),
            StandardSignature = valueOf(StandardSignatureName),
        };
    }
}
