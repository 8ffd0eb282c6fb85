using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>Tells which settings of a session need the service, because this backend pushes nothing and opens no pull request.</summary>
internal static class NotDone
{
    /// <summary>An event that names the settings; none if no such setting is on.</summary>
    public static IEnumerable<CodeSessionEvent> Of(CodeSessionDocument session)
    {
        (string Name, bool IsOn)[] settings =
        [
            ("auto_create_pr", session.AutoCreatePr), ("work_on_current_branch", session.WorkOnCurrentBranch), ("skip_reviewer_request", session.SkipReviewerRequest),
        ];
        var asked = settings.Where(setting => setting.IsOn).Select(setting => setting.Name).ToList();
        if (asked.Count > 0)
        {
            yield return new("not_available", new()
            {
                ["settings"] = new JsonArray([.. asked.Select(name => JsonValue.Create(name))]),
                ["message"] = "Not available locally: nothing was pushed, and no pull request was opened. The changes are in the working copy of the session.",
            });
        }
    }
}
