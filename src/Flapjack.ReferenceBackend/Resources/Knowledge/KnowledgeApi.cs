using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>The documents that agents look things up in. They are searched by words; the service searches by meaning, with embeddings.</summary>
internal sealed class KnowledgeApi(DocumentTable documents, DocumentText texts, int maxFileBytes) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/knowledge", ScopeOf, (call, scope) => documents.List(call.OrgId, scope.Of(call.OrgId)));
        all.Map(HttpMethods.Post, "/api/knowledge/upload", UploadAsync, RouteFields.OfForm(StatusCodes.Status201Created, UploadForm.Parts));
        all.Delete("/api/knowledge/{documentId}", call =>
        {
            documents.Remove(call.OrgId, call["documentId"]);
            return new JsonObject { ["ok"] = true };
        });
    }

    private static KnowledgeScope ScopeOf(QueryReader query) => new(
        query.RequiredOneOf("scopeType", KnowledgeScope.TypeCode, KnowledgeScope.Types), query.RequiredUuid("scopeId", KnowledgeScope.IdCode));

    private async Task UploadAsync(HttpContext context, Call call)
    {
        var form = await UploadForm.ReadAsync(context, maxFileBytes).ConfigureAwait(false);
        var (title, scope, file) = (form.Title, form.Scope.Of(call.OrgId), form.File);
        documents.Check(call.OrgId, scope);
        var chunks = Chunks.Of(await texts.OfAsync(file, context.RequestAborted).ConfigureAwait(false));
        var document = documents.Add(call.OrgId, scope, title, file.Name, chunks);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.WriteJsonAsync(new { id = document.Id, title = document.Title, chunks = document.ChunkCount }).ConfigureAwait(false);
    }
}
