using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Chat;

public sealed class KnowledgeAndMemoryInChatTests(ChatBackend chat) : IClassFixture<ChatBackend>
{
    [Fact]
    public async Task An_uploaded_document_is_told_to_the_model_silently_until_it_is_deleted()
    {
        using var folder = new TempFolder();
        var path = folder["quickstart.md"];
        await File.WriteAllTextAsync(path, "# Quickstart\n\nThe griddle must be preheated to 190 degrees.");
        var agentId = await chat.CreateAgentAsync();

        var document = await chat.Client.UploadDocumentAsync(agentId, FlapjackFile.FromPath(path), "Quickstart", cancellationToken: Limit.Token);
        var listed = await chat.Client.ListDocumentsAsync(agentId, Limit.Token);
        var types = new List<string>();
        await foreach (var item in chat.Client.SendMessageAsync(await chat.CreateThreadAsync(agentId), "How hot is the griddle?", cancellationToken: Limit.Token))
        {
            types.Add(item.Type);
        }

        await chat.Client.DeleteDocumentAsync(document.Id, Limit.Token);
        await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(agentId), "Is the griddle still hot?", cancellationToken: Limit.Token);

        listed.Should().ContainSingle().Which.Id.Should().Be(document.Id);
        types.Distinct().Should().Equal("meta", "token", "done");
        chat.RequestsWith("How hot is the griddle?").Single().SystemText.Should().StartWith("You are Ada.").And.Contain("Document: Quickstart\n> # Quickstart\n> \n> The griddle must be preheated to 190 degrees.");
        chat.RequestsWith("Is the griddle still hot?").Single().SystemText.Should().NotContain("190");
    }

    [Fact]
    public async Task A_fact_is_stored_in_one_thread_and_recalled_in_another()
    {
        var agentId = await chat.CreateAgentAsync();
        await chat.Client.UpdateMemoryConfigAsync(agentId, new() { Enabled = true }, Limit.Token);
        chat.Model.When("I eat only buckwheat").Call("memory_store", new { text = "The person eats only buckwheat." }).Say("I will remember it.");
        chat.Model.When("What flour do I eat").Call("memory_recall", new { query = "flour that the person eats" }).SayResults();

        await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(agentId), "I eat only buckwheat", cancellationToken: Limit.Token);
        var recalled = await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(agentId), "What flour do I eat?", cancellationToken: Limit.Token);
        var forgetful = new SendMessageOptions { MemoryOverrides = JsonElement.Parse("""{"enabled":false}""") };
        await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(agentId), "Do I eat buckwheat today?", forgetful, Limit.Token);

        JsonElement.Parse(recalled.EnsureAnswered().Content).GetProperty("memories")[0].GetProperty("text").GetString().Should().Be("The person eats only buckwheat.");
        chat.RequestsWith("What flour do I eat?")[0].SystemText.Should().Contain("> The person eats only buckwheat.", "it is told without asking, too");
        var without = chat.RequestsWith("Do I eat buckwheat today?").Single();
        without.SystemText.Should().NotContain("buckwheat");
        without.Tools.Should().NotContain("memory_recall");
    }
}
