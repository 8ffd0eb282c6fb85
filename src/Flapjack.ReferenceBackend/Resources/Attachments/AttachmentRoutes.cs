using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>The endpoints of one kind of attachment. All of them have the same path.</summary>
/// <param name="routes">Routes of the agent or the runner.</param>
/// <param name="path">The path.</param>
/// <param name="table">The table of the attachments.</param>
/// <param name="kind">What is attached.</param>
internal sealed class AttachmentRoutes(GatedRoutes<AttachmentOwner> routes, string path, AttachmentTable table, AttachmentKind kind)
{
    public AttachmentRoutes List()
    {
        routes.Get(path, owner => table.List(owner.Id).Select(kind.Shown));
        return this;
    }

    public AttachmentRoutes Attach()
    {
        routes.Post(path, kind.Read, (owner, body) => kind.Shown(table.Attach(owner.OrgId, owner.Id, body.ItemId, body.Document)), StatusCodes.Status201Created);
        return this;
    }

    public AttachmentRoutes Detach()
    {
        routes.Delete(path, kind.ReadId, Detach);
        return this;
    }

    private void Detach(AttachmentOwner owner, string itemId)
    {
        if (!table.Detach(owner.OrgId, owner.Id, itemId))
        {
            throw Refusal.NotFound($"The {kind.Noun} '{itemId}' is not attached here.");
        }
    }
}
