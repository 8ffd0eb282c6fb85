using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A repository to clone onto a computer.</summary>
/// <remarks><c>POST /api/agents/from-template</c></remarks>
public record ComputerRepo
{
    /// <summary><c>https://github.com/owner/repo</c>; a private one needs the Flapjack GitHub App.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>The branch to check out; null for the repository's default.</summary>
    [JsonPropertyName("branch")]
    public string? Branch { get; init; }

    /// <summary>A shell command to run in the clone afterwards, for example <c>pnpm install</c>; null for none.</summary>
    [JsonPropertyName("installCmd")]
    public string? InstallCmd { get; init; }
}
