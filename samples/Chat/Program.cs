// A chat in the console: the answer as it comes, a tool of this program, the agent's computer, and a plan that progresses. Ctrl+C stops the answer and
// not the program. Without FLAPJACK_API_KEY the agent lives on a backend inside this process, with real local commands and a scripted model; with it, on
// the real service. The messages may also come from a pipe: echo "Where is order 7?" | dotnet run --project samples/Chat
using Chat;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

try
{
    var usesService = Environment.GetEnvironmentVariable("FLAPJACK_API_KEY") is { Length: > 0 };
    await using var backend = usesService ? null : await FlapjackBackend.StartAsync(
        new() { ChatModel = ShopModel.Create(), ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" });
    using var client = backend?.CreateClient() ?? new FlapjackClient(new FlapjackClientOptions());
    var agent = await client.CreateAgentAsync(new() { Name = "Shop", StablePreamble = "You are the assistant of a small shop." });
    try
    {
        // The session is all that a user interface needs; see Conversation and Screen.
        await using var session = new ChatSession(client, agent.Id, new()
        {
            Tools = [Orders.Tool],
            ComputerOverrides = new() { Enabled = true },
            PlanRefreshDelay = TimeSpan.FromMilliseconds(50),
        });
        session.PlanMode = true;
        await new Conversation(session, new Screen()).RunAsync();
    }
    finally
    {
        await client.DeleteAgentAsync(agent.Id);
    }

    return 0;
}
catch (FlapjackException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
