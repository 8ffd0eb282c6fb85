using System.Text.Json;
using Flapjack.ReferenceBackend;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Flapjack.Sdk.Extensions.AI.Tests.Frameworks;

public sealed class FrameworkTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Fact]
    public async Task An_agent_of_Agent_Framework_writes_and_runs_a_program()
    {
        using var model = new ScriptedChatModel();
        model.When("squares")
            .Call("write_file", new { path = "squares.sh", content = "for i in 1 2 3; do echo $((i * i)); done\n" })
            .Call("run_command", new { command = "bash squares.sh" })
            .Say(request => $"It printed {request.Results[^1].Value.GetProperty("stdout").GetString()!.ReplaceLineEndings(" ").Trim()}.");
        var agent = model.AsAIAgent("You write programs.", "coder", tools: [.. computer.Client.CreateComputerTools(computer.AgentId)]);

        var answer = await agent.RunAsync("Print the squares of 1 to 3.");

        answer.Text.Should().Be("It printed 1 4 9.");
        (await computer.BashAsync("bash squares.sh")).Should().Be("1\n4\n9\n");
    }

    [Fact]
    public async Task A_thread_is_an_agent_of_Agent_Framework_that_remembers()
    {
        computer.Model.When("remember").Say("Noted.");
        computer.Model.When("what was").Say(request => $"You said: {request.Messages.First(message => message.Role == "user").Text}");
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId);
        var agent = computer.Client.AsIChatClient(thread.Id).AsAIAgent();
        var session = await agent.CreateSessionAsync();

        (await agent.RunAsync("Please remember 7.", session)).Text.Should().Be("Noted.");
        (await agent.RunAsync("And what was it?", session)).Text.Should().Be("You said: Please remember 7.");

        computer.Model.Requests[^1].Messages.Select(message => message.Text).Should().Equal("Please remember 7.", "Noted.", "And what was it?");
    }

    [Fact]
    public async Task A_thread_calls_methods_of_this_process_through_Agent_Framework()
    {
        computer.Model.When("order").Call("lookup_order", new { id = 7 }).SayResults();
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId);
        var agent = computer.Client.AsIChatClient(thread.Id).AsAIAgent(tools: [AIFunctionFactory.Create((int id) => $"Order {id} is shipped.", "lookup_order")]);

        var text = "";
        await foreach (var update in agent.RunStreamingAsync("Where is my order?"))
        {
            text += update.Text;
        }

        text.Should().Contain("Order 7 is shipped.");
    }

    [Fact]
    public async Task Two_models_talk_and_only_the_frameworks_loop_calls_functions()
    {
        computer.Model.When("list").Call("list_files", new { path = "/workspace/for-thread" }).SayResults();
        await computer.BashAsync("mkdir -p for-thread; : > for-thread/found");
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId);
        var chat = computer.Client.AsIChatClient(thread.Id).AsBuilder().UseFunctionInvocation().Build();

        var response = await chat.GetResponseAsync("Please list.", new() { Tools = [.. computer.Client.CreateComputerTools(computer.AgentId)] });

        response.Text.Should().Contain("found");
    }

    [Fact]
    public async Task Semantic_Kernel_runs_commands_as_a_plugin()
    {
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("computer", computer.Client.CreateComputerTools(computer.AgentId).Select(tool => tool.AsKernelFunction()));

        var result = await kernel.InvokeAsync("computer", "run_command", new() { ["command"] = "echo from the kernel" });

        result.GetValue<JsonElement>().GetProperty("stdout").GetString().Should().Be("from the kernel\n");
    }

    [Fact]
    public async Task Semantic_Kernel_talks_to_a_thread_as_its_chat_service()
    {
        computer.Model.When("kernel").Say("Hello, kernel.");
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId);
        var service = computer.Client.AsIChatClient(thread.Id).AsChatCompletionService();

        (await service.GetChatMessageContentAsync("I am a kernel.")).Content.Should().Be("Hello, kernel.");
    }
}
