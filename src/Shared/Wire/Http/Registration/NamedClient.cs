using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Shared.Wire.Http.Registration;

/// <summary>Sets up the named <see cref="HttpClient"/> of a client in a container, so that the client's promises hold whatever the host does to its clients.</summary>
internal static class NamedClient
{
    /// <summary>Adds the named client. A second call for a name leaves the handlers alone, because other code may have changed them since the first.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="name">The name.</param>
    /// <param name="settings">How to send; asked when the handlers are made.</param>
    /// <returns>Its builder, and whether the call is the first for that name.</returns>
    public static (IHttpClientBuilder Builder, bool IsNew) Add(IServiceCollection services, string name, Func<IServiceProvider, WireSettings> settings)
    {
        var builder = services.AddHttpClient(name);
        var isNew = !services.Any(service => service.ServiceType == typeof(Registered) && service.ImplementationInstance is Registered known && known.HttpClientName == name);
        if (isNew)
        {
            services.AddSingleton(new Registered(name));
            SetUp(builder, settings);
        }

        return (builder, isNew);
    }

    /// <summary>The connections of the named client.</summary>
    public static Connections ConnectionsOf(IServiceProvider provider, string name) => Connections.Of(
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(name),
        provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name));

    private static void SetUp(IHttpClientBuilder builder, Func<IServiceProvider, WireSettings> settings)
    {
        builder.Services.Configure<HttpClientFactoryOptions>(builder.Name, options =>
            // This registration is the first, so that every handler that the app sets, earlier or later, replaces ours.
            options.HttpMessageHandlerBuilderActions.Insert(0, handlers => handlers.PrimaryHandler = new SocketsHttpHandler()));
        builder.Services.PostConfigure<HttpClientFactoryOptions>(builder.Name, options =>
            // This registration is the last, so that the client's promises hold for every handler.
            options.HttpMessageHandlerBuilderActions.Add(handlers => PrimaryHandlerSetup.KeepPromises(handlers.PrimaryHandler, settings(handlers.Services))));
        builder
            // The timeouts of the options apply, so the HttpClient must have none of its own.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            // The singleton keeps its handler for ever; the pool inside the handler renews the connections.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // A host may let the headers of its own clients be logged. Our key must not be among them.
            .RedactLoggedHeaders(_ => true);
#pragma warning disable EXTEXP0001 // The method is marked as experimental, and it is needed: without it the host's defaults would multiply our attempts.
        builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    /// <summary>Marks in a container that the named client is set up.</summary>
    private sealed record Registered(string HttpClientName);
}
