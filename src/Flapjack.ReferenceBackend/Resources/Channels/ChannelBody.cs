using System.Text.Json;
using System.Text.Json.Nodes;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Channels;

/// <summary>
/// Reads and checks the bodies of <c>/api/agents/{agentId}/channels</c>. The contract names the three adapters and no field, so the fields are ours.
/// </summary>
/// <param name="Adapter">The adapter.</param>
/// <param name="Name">The channel's name, for people; null for none.</param>
/// <param name="Enabled">Whether the agent answers on the channel.</param>
/// <param name="Credentials">What the adapter signs in with, a JSON object; null for nothing.</param>
internal sealed record ChannelBody(string Adapter, string? Name, bool Enabled, JsonElement? Credentials)
{
    private const int MaxName = 200;

    private static readonly string[] Adapters = ["telegram", "slack", "whatsapp"];

    public static ChannelBody Create(BodyReader body) => new(
        body.RequiredOneOf("adapter", "INVALID_ADAPTER", Adapters), ReadName(body), ReadEnabled(body) ?? true, ReadCredentials(body));

    /// <summary>The fields that were sent. An adapter never changes, because the credentials are for it. A channel that needs no credentials any more is deleted.</summary>
    public static JsonObject Patch(BodyReader body) => body.Sent(
        ("name", ReadName),
        ("enabled", sent => ReadEnabled(sent) ?? throw Refusal.Invalid("INVALID_ENABLED", "enabled must be true or false.")),
        ("credentials", sent => ReadCredentials(sent) ?? throw Refusal.Invalid("INVALID_CREDENTIALS", "credentials must be an object.")));

    private static string? ReadName(BodyReader body) => body.Text("name", "INVALID_NAME", MaxName);

    private static bool? ReadEnabled(BodyReader body) => body.Flag("enabled", "INVALID_ENABLED");

    private static JsonElement? ReadCredentials(BodyReader body) => body.JsonObject("credentials", "INVALID_CREDENTIALS");
}
