namespace Flapjack.ReferenceBackend;

/// <summary>The scopes that an API key or a user can have.</summary>
public static class FlapjackScopes
{
    /// <summary>Create, use and delete agents with computers.</summary>
    public const string SandboxAdmin = "sandbox:admin";
}
