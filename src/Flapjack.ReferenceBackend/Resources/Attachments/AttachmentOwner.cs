namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>The agent or the runner that something is attached to.</summary>
internal sealed record AttachmentOwner(string OrgId, string Id);
