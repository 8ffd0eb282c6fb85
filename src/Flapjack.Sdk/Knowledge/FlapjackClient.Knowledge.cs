using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Uploads a document for an agent to look things up in.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="file">The file: <see cref="FlapjackFile.FromPath"/>, <see cref="FlapjackFile.FromBytes"/> or <see cref="FlapjackFile.FromStream"/>.</param>
    /// <param name="title">The document's title, for people.</param>
    /// <param name="progress">Is told how many bytes of the file have left; begins anew if the upload is repeated.</param>
    /// <param name="cancellationToken">Ends the call, also in the middle of the file; the document may have been stored.</param>
    /// <returns>The document, with its id, its title and the number of its chunks.</returns>
    /// <exception cref="IOException">The file can't be read; the exception is that of the file or of your stream.</exception>
    /// <remarks>
    /// <c>POST /api/knowledge/upload</c>. The file is streamed. <see cref="FlapjackClientOptions.ResponseTimeout"/> counts from the last piece that left,
    /// so a slow link is not cut while something moves. What formats and sizes the service takes is not documented.
    /// </remarks>
    public virtual Task<KnowledgeDoc> UploadDocumentAsync(
        string agentId, FlapjackFile file, string title, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        UploadDocumentAsync(KnowledgeScope.Agent(agentId), file, title, progress, cancellationToken);

    /// <summary>Uploads a document for an agent, an organization or a thread.</summary>
    /// <param name="scope">Whose document it is.</param>
    /// <param name="file">The file: <see cref="FlapjackFile.FromPath"/>, <see cref="FlapjackFile.FromBytes"/> or <see cref="FlapjackFile.FromStream"/>.</param>
    /// <param name="title">The document's title, for people.</param>
    /// <param name="progress">Is told how many bytes of the file have left; begins anew if the upload is repeated.</param>
    /// <param name="cancellationToken">Ends the call, also in the middle of the file; the document may have been stored.</param>
    /// <returns>The document, with its id, its title and the number of its chunks.</returns>
    /// <exception cref="IOException">The file can't be read; the exception is that of the file or of your stream.</exception>
    /// <remarks><c>POST /api/knowledge/upload</c>. It is sent as the upload for an agent is.</remarks>
    public virtual Task<KnowledgeDoc> UploadDocumentAsync(
        KnowledgeScope scope, FlapjackFile file, string title, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(file);
        var form = new MultipartBody("file", file.Content, file.ContentType, progress)
            .Text("title", title)
            .Text("scopeType", scope.Type, nameof(scope))
            .Text("scopeId", scope.Id, nameof(scope));
        return UploadAsync(Http);

        async Task<KnowledgeDoc> UploadAsync(WireHttp http) =>
            (await http.UploadAsync($"/api/knowledge/upload", form, KnowledgeJson.Default.UploadedDocument, cancellationToken).ConfigureAwait(false)).ToDoc();
    }

    /// <summary>Lists the documents of an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/knowledge</c></remarks>
    public virtual Task<IReadOnlyList<KnowledgeDoc>> ListDocumentsAsync(string agentId, CancellationToken cancellationToken = default) =>
        ListDocumentsAsync(KnowledgeScope.Agent(agentId), cancellationToken);

    /// <summary>Lists the documents of an agent, an organization or a thread.</summary>
    /// <param name="scope">Whose documents.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/knowledge</c></remarks>
    public virtual Task<IReadOnlyList<KnowledgeDoc>> ListDocumentsAsync(KnowledgeScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentException.ThrowIfNullOrWhiteSpace(scope.Type, nameof(scope));
        ArgumentException.ThrowIfNullOrWhiteSpace(scope.Id, nameof(scope));
        return Http.GetAsync(
            WirePath.Of($"/api/knowledge").Query("scopeType", scope.Type, nameof(scope)).Query("scopeId", scope.Id, nameof(scope)),
            KnowledgeJson.Default.IReadOnlyListKnowledgeDoc,
            cancellationToken);
    }

    /// <summary>Deletes a document.</summary>
    /// <param name="documentId">The document's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the document may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/knowledge/{documentId}</c></remarks>
    public virtual Task DeleteDocumentAsync(string documentId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/knowledge/{documentId}", cancellationToken);
}
