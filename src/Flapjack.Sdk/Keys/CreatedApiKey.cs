using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An API key that was just created. The service shows the key itself only in this answer: keep it. If you lose it, create another key.</summary>
/// <remarks><c>POST /api/keys</c></remarks>
public record CreatedApiKey
{
    /// <summary>The id by which the key is deleted, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The key itself, <c>fj_live_…</c>; null when the service did not send it. <see cref="ToString"/> does not show it.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    /// <summary>How the key begins, to recognize it by in a list: <c>fj_live_a3b2...</c></summary>
    [JsonPropertyName("prefix")]
    public string? Prefix { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>When it was created.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prints what a list shows of the key, and hides the key.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", Key = [hidden], Prefix = ").Append(Prefix).Append(", Name = ").Append(Name)
            .Append(", CreatedAt = ").Append(CreatedAt);
        return true;
    }
}
