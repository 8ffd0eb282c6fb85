using System.Globalization;
using Flapjack.CrashHost;
using Flapjack.ReferenceBackend;

// A process of its own with a backend in it, to be killed by tests. It says where the backend listens and one of its keys, in a line, and
// ends in good order when its input ends, so that it never outlives the test.
if (args is [McpProgram.Argument])
{
    return await McpProgram.RunAsync();
}

if (args is not [var directory, .. var more])
{
    Console.Error.WriteLine("Usage: Flapjack.CrashHost <data directory> [port [repository]]");
    return 2;
}

try
{
    // What tests of a chat need: an answer that does not end, one that asks for a tool of the caller, tools of the backend of which one does not end, what
    // the model knows of the tools, and otherwise an echo.
    var model = new ScriptedChatModel();
    model.When("stall").Say("I think").Stall();
    model.When("look up").Say("Looking. ").Call("lookup", new { id = 7 }).SayResults();
    model.When("run").Say("Running. ").CallAll(new("computer_run", new { command = "echo quick" }), new("computer_run", new { command = "sleep 300" }), new("computer_run", new { command = "echo never" }));
    model.When("what happened").Say(request => string.Join('|', request.Messages.SelectMany(message => message.Results).Select(result => $"{result.Tool}: {result.Text}")));
    var options = new FlapjackBackendOptions
    {
        DataDirectory = directory,
        Port = more is [var port, ..] ? int.Parse(port, CultureInfo.InvariantCulture) : 0,
        AllowLoopbackWebhooks = true,
        RateLimits = null,
        ChatModel = model,
        // What tests of code sessions need: the prompt is the shell code that the coder runs.
        Coder = new() { Command = "bash -c \"$FLAPJACK_PROMPT\"" },
    };
    if (int.TryParse(Environment.GetEnvironmentVariable("FLAPJACK_TEST_SHELLS_AHEAD"), out var ahead))
    {
        options.ShellsAhead = ahead;
    }

    if (more is [_, var repository])
    {
        options.RepositoryRewrites["https://github.com/acme/app"] = repository;
    }

    await using var backend = await FlapjackBackend.StartAsync(options);
    Console.WriteLine($"{backend.BaseAddress} {backend.ApiKey}");
    await Console.In.ReadToEndAsync();
    return 0;
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
