namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>A POST whose answer is wanted. It is a class and no record, because a record would show the secret as its text.</summary>
internal sealed class SignedCall
{
    /// <summary>The receiver.</summary>
    public required string Url { get; init; }

    /// <summary>JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>What it is signed with.</summary>
    public required string Secret { get; init; }

    /// <summary>What the receiver knows a repeat by; null for a call that is not repeated.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the id is sent as <c>Idempotency-Key</c> too.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>How long the call may take altogether; null for as long as its caller waits.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How many bytes of an answer are read.</summary>
    public required int MaxAnswer { get; init; }

    /// <summary>Whether the body of an answer is read that has no status of 200 to 299.</summary>
    public bool ReadsRefusals { get; init; }
}
