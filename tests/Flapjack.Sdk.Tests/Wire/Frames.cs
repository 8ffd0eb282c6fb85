namespace Flapjack.Sdk.Tests.Wire;

/// <summary>Literal frames that more than one test needs; those of the contract stand as the contract prints them.</summary>
internal static class Frames
{
    public const string Started = "event: exec_started\ndata: {\"execId\":\"exec_xyz\",\"sandboxId\":\"heyo-abc\"}\n\n";

    public const string Exit = "event: exit\ndata: {\"ok\":true,\"exitCode\":0,\"durationMs\":4120,\"truncated\":false}\n\n";

    /// <summary>Contract B.4.</summary>
    public const string Exec = """
        event: exec_started
        data: {"execId":"exec_xyz","sandboxId":"heyo-abc"}

        event: stdout
        data: {"chunk":"PASS src/a.test.ts\n"}

        event: stderr
        data: {"chunk":"warn ...\n"}

        event: exit
        data: {"ok":true,"exitCode":0,"durationMs":4120,"truncated":false}


        """;

    /// <summary>Contract B.6.</summary>
    public const string Bootstrap = """
        event: log
        data: {"chunk":"Cloning https://github.com/acme/grocery ...\n"}

        event: status
        data: {"status":"bootstrapping"}

        event: done
        data: {}


        """;

    public static string Stdout(string chunk) => $"event: stdout\ndata: {{\"chunk\":\"{chunk}\"}}\n\n";
}
