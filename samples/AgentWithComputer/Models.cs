using System.ClientModel;
using Flapjack.ReferenceBackend;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AgentWithComputer;

/// <summary>The model that plays the agent's part.</summary>
internal static class Models
{
    private const string Script = """
        for n in $(seq 2 29); do
          prime=1
          for d in $(seq 2 $((n - 1))); do [ $((n % d)) -ne 0 ] || prime=0; done
          [ $prime -eq 0 ] || printf '%s ' "$n"
        done
        echo
        """;

    /// <summary>A real model if the environment names a key, otherwise a scripted one.</summary>
    public static IChatClient FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("OPENAI_API_KEY") is not { Length: > 0 } key)
        {
            return Scripted();
        }

        var options = new OpenAIClientOptions();
        if (Environment.GetEnvironmentVariable("OPENAI_BASE_URL") is { Length: > 0 } address)
        {
            options.Endpoint = new(address);
        }

        var model = Environment.GetEnvironmentVariable("OPENAI_MODEL") is { Length: > 0 } named ? named : "gpt-5-mini";
        return new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient(model).AsIChatClient();
    }

    private static ScriptedChatModel Scripted()
    {
        var model = new ScriptedChatModel();
        model.When("primes.sh")
            .Say("I write the script. ")
            .Call("write_file", new { path = "primes.sh", content = Script })
            .Call("run_command", new { command = "bash primes.sh" })
            .Say(request => $"It printed: {request.Results[^1].Value.GetProperty("stdout").GetString()}");
        return model;
    }
}
