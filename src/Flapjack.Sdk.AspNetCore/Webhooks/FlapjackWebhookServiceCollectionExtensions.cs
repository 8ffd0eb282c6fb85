using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;
using Flapjack.Sdk.AspNetCore.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts into a container what <c>MapFlapjackWebhooks</c> needs to receive webhooks. It takes the clock and the
/// <see cref="IWebhookDeduplicator"/> from the container; without them the system's clock, and an <see cref="InMemoryWebhookDeduplicator"/>.
/// </summary>
public static class FlapjackWebhookServiceCollectionExtensions
{
    /// <summary>Adds the receiver of webhooks. If <paramref name="configure"/> sets no secret, the secret comes from the environment.</summary>
    /// <param name="services">The container to be.</param>
    /// <param name="configure">Sets options, which are validated when the host starts; null for the environment alone.</param>
    /// <returns>The same container.</returns>
    public static IServiceCollection AddFlapjackWebhooks(this IServiceCollection services, Action<FlapjackWebhookOptions>? configure = null) =>
        Add(services, options => options.Configure(configure ?? (_ => { })));

    /// <summary>
    /// Adds the receiver of webhooks, bound to a section of the configuration. After a reload the next webhook is checked with the new secrets;
    /// while they are invalid, each webhook is answered 500.
    /// </summary>
    /// <param name="services">The container to be.</param>
    /// <param name="section">Its keys are the names of <see cref="FlapjackWebhookOptions"/>' properties; validated when the host starts.</param>
    /// <returns>The same container.</returns>
    public static IServiceCollection AddFlapjackWebhooks(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, options => options.Bind(section));
    }

    private static IServiceCollection Add(IServiceCollection services, Action<OptionsBuilder<FlapjackWebhookOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        configure(services.AddOptions<FlapjackWebhookOptions>().ValidateOnStart().PostConfigure(TakeSecretFromEnvironment));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FlapjackWebhookOptions>, FlapjackWebhookOptionsValidator>());
        services.TryAddSingleton<IWebhookDeduplicator>(provider => new InMemoryWebhookDeduplicator(provider.GetService<TimeProvider>()));
        services.TryAddSingleton<WebhookEndpoint>();
        return services;
    }

    private static void TakeSecretFromEnvironment(FlapjackWebhookOptions options)
    {
        if (options.Secrets.Count == 0 && Environment.GetEnvironmentVariable(FlapjackWebhookOptions.SecretVariable) is { Length: > 0 } secret)
        {
            options.Secrets.Add(secret);
        }
    }
}
