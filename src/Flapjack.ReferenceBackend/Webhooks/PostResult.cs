namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>How a POST ended.</summary>
/// <param name="Verdict">What is known of it.</param>
/// <param name="Reason">What happened, as the end of a sentence that begins with the receiver. It names neither the address, which may carry a token, nor what was signed.</param>
internal sealed record PostResult(PostVerdict Verdict, string Reason)
{
    /// <summary>The status that was answered; null for no answer. A result of the verdict <see cref="PostVerdict.Unknown"/> has one if the connection broke behind the headers.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's type, without its parameters; null for none.</summary>
    public string? MediaType { get; init; }

    /// <summary>The answer's body, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the body has more bytes than the call reads. Then the body is only its beginning.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>Whether it was not sent because its address is not on the public internet.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether the receiver has accepted it, and its answer is here.</summary>
    public bool IsSuccess => Verdict == PostVerdict.Answered && Status is >= 200 and < 300;

    /// <summary>Whether the answer says that it is JSON.</summary>
    public bool IsJson => MediaType is { } type
        && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
