using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Files;

internal sealed class FilesCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
    [
        new(
            "POST /v1/computers/{computer_id}/files/ops",
            """
            {"operation":"exists","path":"a","to":"b","content":"","content_base64":"","mode":420,"recursive":true,"offset":0,"length":1,
            "edits":[{"find":"a","replace":"b"}],"set_contents":"","pattern":"a","regex":false,"case_insensitive":false,"max_matches":1}
            """),
    ];
}
