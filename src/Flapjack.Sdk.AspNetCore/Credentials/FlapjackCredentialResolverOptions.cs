namespace Flapjack.Sdk.AspNetCore;

/// <summary>How questions for keys are verified. The options are read again for each question, so that a change of the configuration takes effect without a restart.</summary>
public sealed class FlapjackCredentialResolverOptions
{
    /// <summary>The environment variable read when <see cref="Secrets"/> is empty.</summary>
    public const string SecretVariable = "TOOL_HMAC_SECRET";

    /// <summary>
    /// The organization's signing secrets: one secret, or the old and the new secret during a rotation. If there is none, the secret comes from the
    /// environment variable <c>TOOL_HMAC_SECRET</c>. Without any secret the host does not start.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>Says how many secrets there are; never shows a secret.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() => $"FlapjackCredentialResolverOptions {{ Secrets = {Secrets.Count} [hidden] }}";
}
