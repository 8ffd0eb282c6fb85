using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the people who talk in a thread of the kind <see cref="ThreadKind.Multiplayer"/>.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The participants as the service sent them, because the service does not document their fields; empty when there is none.</returns>
    /// <remarks><c>GET /api/threads/{threadId}/participants</c></remarks>
    public virtual Task<IReadOnlyList<JsonElement>> ListThreadParticipantsAsync(string threadId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/threads/{threadId}/participants", BasicJson.Default.IReadOnlyListJsonElement, cancellationToken);

    /// <summary>Adds a participant to a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>userId</c>.</param>
    /// <param name="cancellationToken">Ends the call; the participant may have been added.</param>
    /// <returns>The participant as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>POST /api/threads/{threadId}/participants</c></remarks>
    public virtual Task<JsonElement> AddThreadParticipantAsync(string threadId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/threads/{threadId}/participants", JsonBody.Of(request), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Removes a participant from a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>userId</c>.</param>
    /// <param name="cancellationToken">Ends the call; the participant may have been removed.</param>
    /// <returns>When the participant is gone.</returns>
    /// <remarks><c>DELETE /api/threads/{threadId}/participants</c></remarks>
    public virtual Task RemoveThreadParticipantAsync(string threadId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/threads/{threadId}/participants", cancellationToken, body: JsonBody.Of(request));
}
