using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>What a caller attaches.</summary>
/// <param name="ItemId">The id of the thing.</param>
/// <param name="Document">The fields of the attachment itself, as they are stored.</param>
internal sealed record AttachmentBody(string ItemId, JsonObject Document);
