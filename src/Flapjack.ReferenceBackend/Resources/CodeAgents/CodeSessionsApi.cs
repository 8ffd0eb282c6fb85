using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>The sessions of an organization's code agents.</summary>
internal sealed class CodeSessionsApi(CodeSessions sessions) : IResource
{
    private const string All = "/api/code-sessions";
    private const string One = All + "/{codeSessionId}";

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get(All, call => sessions.List(call.OrgId).Select(Shown));
        all.Post(All, CodeSessionBody.Create, (call, body) => Shown(sessions.Start(call.OrgId, body)), StatusCodes.Status201Created);

        var one = all.For(call => sessions.Find(call.OrgId, call["codeSessionId"]));
        one.Get(One, Shown);
        one.Patch(One, CodeSessionBody.Patch, (session, patch) => Shown(sessions.Change(session, patch)));
        one.Post(One + "/messages", CodeSessionBody.Message, sessions.Send, StatusCodes.Status201Created);
        one.Get(One + "/events", query => query.WholeNumber("after", "INVALID_AFTER", 0, int.MaxValue), sessions.Events);
        one.Post(One + "/cancel", async session => Shown(await sessions.CancelAsync(session).ConfigureAwait(false)));
        one.Post(One + "/archive", async session => Shown(await sessions.ArchiveAsync(session).ConfigureAwait(false)));
    }

    private static JsonObject Shown(OrgRow<CodeSessionDocument> session)
    {
        var json = session.ToJson();
        json.Remove("encrypted_cursor_key");
        json.Remove("taken_prompt");
        json["has_cursor_key"] = session.Document.EncryptedCursorKey is not null;
        return json;
    }
}
