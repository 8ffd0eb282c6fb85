using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>A kind of thing that is attached: how its attachments are read from a body, and what answers show of them.</summary>
/// <param name="Items">The table of the things in SQL.</param>
/// <param name="Noun">What messages call a thing.</param>
/// <param name="IdName">The name of the thing's id in a body; answers have it in snake_case.</param>
/// <param name="Fields">Reads the fields of the attachment itself, as they are stored.</param>
/// <remarks>The service documents the bodies only. That an answer holds the id and the name of the thing and the fields of the attachment is ours.</remarks>
internal sealed record AttachmentKind(string Items, string Noun, string IdName, Func<BodyReader, JsonObject> Fields)
{
    private const string Credential = "credential";

    // It goes into the prompt, like the text of a skill.
    private const int MaxPromptOverride = 64 * 1024;

    public static AttachmentKind Tool { get; } = new("tools", "tool", "toolId", _ => []);

    public static AttachmentKind Mcp { get; } = new("mcp_servers", "MCP server", "mcpServerId", body => Allowed(body, "allowedTools", "INVALID_ALLOWED_TOOLS"));

    public static AttachmentKind Integration { get; } = new("integrations", "integration", "integrationId", _ => []);

    /// <summary>An integration of a runner, of which the runner may be allowed some tables only.</summary>
    public static AttachmentKind IntegrationWithTables { get; } =
        Integration with { Fields = body => Allowed(body, "allowedTables", "INVALID_ALLOWED_TABLES") };

    public static AttachmentKind Skill(SecretCipher secrets) => new("skills", "skill", "skillId", body => new()
    {
        ["prompt_override"] = body.Text("promptOverride", "INVALID_PROMPT_OVERRIDE", MaxPromptOverride),
        [Credential] = body.Json(Credential, "INVALID_CREDENTIAL") is { } credential ? secrets.Protect(TurnAttachments.CredentialPurpose, credential.GetRawText()) : null,
    });

    public AttachmentBody Read(BodyReader body) => new(ReadId(body), Fields(body));

    public string ReadId(BodyReader body) => body.RequiredUuid(IdName, "INVALID_" + JsonNamingPolicy.SnakeCaseUpper.ConvertName(IdName));

    /// <summary>What answers show. Of a credential they show only whether there is one.</summary>
    public JsonObject Shown(Attachment attachment)
    {
        var json = new JsonObject { [JsonNamingPolicy.SnakeCaseLower.ConvertName(IdName)] = attachment.ItemId, ["name"] = attachment.Name };
        foreach (var (name, value) in attachment.Document)
        {
            json[name == Credential ? "has_credential" : name] = name == Credential ? value is not null : value?.DeepClone();
        }

        return json;
    }

    // A list that is absent allows everything, and an empty list allows nothing.
    private static JsonObject Allowed(BodyReader body, string name, string code) =>
        new() { [JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = body.Texts(name, code) is { } texts ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) : null };
}
