using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>A thing that is attached to an agent or a runner, for example an MCP server.</summary>
/// <param name="ItemId">The id of the attached thing.</param>
/// <param name="Name">The name of the attached thing.</param>
/// <param name="CreatedAt">When it was attached.</param>
/// <param name="Document">The fields of the attachment itself, for example which tools are allowed.</param>
internal sealed record Attachment(string ItemId, string? Name, DateTimeOffset CreatedAt, JsonObject Document);
