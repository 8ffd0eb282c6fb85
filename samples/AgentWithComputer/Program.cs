// An agent of Microsoft Agent Framework with a computer: it writes a program, runs it, and this sample looks whether the program prints the right thing.
// Without FLAPJACK_API_KEY the computer is one of a backend inside this process, with real local processes; with it, one of the real service. Without
// OPENAI_API_KEY a scripted model plays the agent's part; with it, a model of OpenAI or of any server that speaks OpenAI's API: OPENAI_MODEL, OPENAI_BASE_URL.
using AgentWithComputer;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Flapjack.Sdk.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

const string Task = "Write a bash script primes.sh that prints the prime numbers below 30 on one line, with spaces between them. Run it, and tell me what it printed.";
const string Expected = "2 3 5 7 11 13 17 19 23 29";

try
{
    var usesService = Environment.GetEnvironmentVariable("FLAPJACK_API_KEY") is { Length: > 0 };
    await using var backend = usesService ? null : await FlapjackBackend.StartAsync(new() { ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" });
    using var flapjack = backend?.CreateClient() ?? new FlapjackClient(new FlapjackClientOptions());
    var owner = (await flapjack.CreateAgentFromTemplateAsync(new() { Name = "AgentWithComputer", Template = ComputerTemplate.Blank })).Agent;
    try
    {
        using var model = Models.FromEnvironment();
        var agent = model.AsAIAgent(
            "You are a programmer. You have a Linux computer.",
            tools: [.. flapjack.CreateComputerTools(owner.Id)]);

        Console.WriteLine($"> {Task}");
        await foreach (var update in agent.RunStreamingAsync(Task))
        {
            Show(update);
        }

        return await PrintsTheRightThingAsync(flapjack, owner.Id) ? 0 : 1;
    }
    finally
    {
        await flapjack.DeleteAgentAsync(owner.Id);
    }
}
catch (FlapjackException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Show(AgentResponseUpdate update)
{
    foreach (var content in update.Contents)
    {
        switch (content)
        {
            case TextContent text:
                Console.Write(text.Text);
                break;
            case FunctionCallContent call:
                Console.WriteLine($"\n[{call.Name}] {string.Join(", ", call.Arguments?.Select(argument => $"{argument.Key}: {argument.Value}") ?? [])}");
                break;
            case FunctionResultContent result:
                Console.WriteLine($"  {result.Result}");
                break;
        }
    }
}

// What an agent says is no proof. The program that it wrote is run again.
static async Task<bool> PrintsTheRightThingAsync(FlapjackClient flapjack, string agentId)
{
    var run = await flapjack.RunComputerAsync(agentId, new() { Command = "bash primes.sh", Timeout = TimeSpan.FromMinutes(1) });
    var isRight = run.Ok && run.Stdout.Trim() == Expected;
    Console.WriteLine(isRight ? $"\nThe program prints {Expected}, as it should." : $"\nThe program ended with {run.Outcome} and printed '{run.Stdout}{run.Stderr}', but '{Expected}' is right.");
    return isRight;
}
