using Flapjack.ReferenceBackend;

namespace TestingYourApp.Tests;

/// <summary>One backend for all tests of a collection. Each test opens a project of its own, so the tests do not meet.</summary>
public sealed class SharedBackend : IAsyncLifetime
{
    public ScriptedChatModel Model { get; } = new();

    public FlapjackBackend Backend { get; private set; } = null!;

    public async Task InitializeAsync() => Backend = await FlapjackBackend.StartAsync(new() { Port = null, RateLimits = null, ChatModel = Model });

    public async Task DisposeAsync() => await Backend.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class BackendCollection : ICollectionFixture<SharedBackend>
{
    public const string Name = "backend";
}
