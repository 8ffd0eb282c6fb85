using System.Text;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An integration to create.</summary>
/// <remarks><c>POST /api/integrations</c></remarks>
public record CreateIntegrationRequest
{
    /// <summary>The integration's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What it connects to.</summary>
    [JsonPropertyName("kind")]
    public required IntegrationKind Kind { get; init; }

    /// <summary>How to connect, password included. The service never shows it again; <see cref="ToString"/> does not show it either.</summary>
    [JsonPropertyName("connectionString")]
    public required string ConnectionString { get; init; }

    /// <summary>Prints the name and the kind, and hides the connection string.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", Kind = ").Append(Kind).Append(", ConnectionString = [hidden]");
        return true;
    }
}
