using System.Globalization;
using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the code sessions of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/code-sessions</c></remarks>
    public virtual Task<IReadOnlyList<CodeSession>> ListCodeSessionsAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/code-sessions", CodeAgentsJson.Default.IReadOnlyListCodeSession, cancellationToken);

    /// <summary>Starts a session of a code agent.</summary>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>codeAgentId</c> and
    /// <c>prompt</c>, and if you like <c>title</c>, <c>repoUrl</c>, <c>startingRef</c>, <c>modelId</c> and <c>cursorApiKey</c>, which it never sends
    /// back.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been started.</param>
    /// <returns>The session as it was started; <see cref="WaitForCodeSessionAsync"/> and <see cref="WatchCodeSessionEventsAsync"/> follow it.</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: it has no coder (<c>CODER_NOT_CONFIGURED</c>), for example.</exception>
    /// <remarks><c>POST /api/code-sessions</c></remarks>
    public virtual Task<CodeSession> CreateCodeSessionAsync(JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/code-sessions", JsonBody.Of(request), CodeAgentsJson.Default.CodeSession, cancellationToken);

    /// <summary>Reads a code session.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session.</returns>
    /// <remarks><c>GET /api/code-sessions/{codeSessionId}</c></remarks>
    public virtual Task<CodeSession> GetCodeSessionAsync(string codeSessionId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/code-sessions/{codeSessionId}", CodeAgentsJson.Default.CodeSession, cancellationToken);

    /// <summary>Changes a code session.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>title</c>, a text or
    /// null.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been changed.</param>
    /// <returns>The session as it is now.</returns>
    /// <remarks><c>PATCH /api/code-sessions/{codeSessionId}</c></remarks>
    public virtual Task<CodeSession> UpdateCodeSessionAsync(string codeSessionId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync($"/api/code-sessions/{codeSessionId}", JsonBody.Of(request), CodeAgentsJson.Default.CodeSession, cancellationToken);

    /// <summary>Sends a further prompt to a code session.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>prompt</c>.</param>
    /// <param name="cancellationToken">Ends the call; the prompt may have been taken.</param>
    /// <returns>The answer as the service sent it, because the service does not document its fields; from the reference backend it is the event of the prompt.</returns>
    /// <remarks><c>POST /api/code-sessions/{codeSessionId}/messages</c></remarks>
    public virtual Task<JsonElement> SendCodeSessionMessageAsync(string codeSessionId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/code-sessions/{codeSessionId}/messages", JsonBody.Of(request), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Lists what has happened in a code session.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="after">Only the events behind the event of this <see cref="CodeSessionEvent.Seq"/>; null for all. The service does not document it, and may send all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The events; from the reference backend the oldest first.</returns>
    /// <remarks><c>GET /api/code-sessions/{codeSessionId}/events</c></remarks>
    public virtual Task<IReadOnlyList<CodeSessionEvent>> ListCodeSessionEventsAsync(
        string codeSessionId, long? after = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(
            WirePath.Of($"/api/code-sessions/{codeSessionId}/events").Query("after", after?.ToString(CultureInfo.InvariantCulture)),
            CodeAgentsJson.Default.IReadOnlyListCodeSessionEvent,
            cancellationToken);

    /// <summary>Cancels a code session that has not ended.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been cancelled.</param>
    /// <returns>When the service has taken the cancellation. Its answer is not documented; <see cref="GetCodeSessionAsync"/> reads the session.</returns>
    /// <exception cref="FlapjackValidationException">From the reference backend: the session has ended.</exception>
    /// <remarks><c>POST /api/code-sessions/{codeSessionId}/cancel</c></remarks>
    public virtual Task CancelCodeSessionAsync(string codeSessionId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/code-sessions/{codeSessionId}/cancel", null, cancellationToken);

    /// <summary>Archives a code session. The service forgets the Cursor key that was stored for the session.</summary>
    /// <param name="codeSessionId">The session's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been archived.</param>
    /// <returns>When the session is archived. The answer is not documented; <see cref="GetCodeSessionAsync"/> reads the session.</returns>
    /// <remarks><c>POST /api/code-sessions/{codeSessionId}/archive</c></remarks>
    public virtual Task ArchiveCodeSessionAsync(string codeSessionId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/code-sessions/{codeSessionId}/archive", null, cancellationToken);
}
