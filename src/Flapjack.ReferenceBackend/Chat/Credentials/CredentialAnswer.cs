namespace Flapjack.ReferenceBackend.Chat.Credentials;

/// <summary>What a credential resolver answered: a key, or that the platform's key is to be used. It is no record, so that no text of it shows the key.</summary>
internal sealed class CredentialAnswer
{
    private CredentialAnswer(string? apiKey, string? fault) => (ApiKey, Fault) = (apiKey, fault);

    /// <summary>The user has no key.</summary>
    public static CredentialAnswer Platform { get; } = new(null, null);

    /// <summary>The user's key; null for the platform's.</summary>
    public string? ApiKey { get; }

    /// <summary>Why the answer could not be used, as a sentence about the resolver; null if it could. It quotes nothing of the answer.</summary>
    public string? Fault { get; }

    public static CredentialAnswer Of(string apiKey) => new(apiKey, null);

    public static CredentialAnswer Unusable(string fault) => new(null, fault);
}
