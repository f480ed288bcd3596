// Written by frontend/generate-protocol.mjs; do not edit.

export interface paths {
    "/api/account/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["account_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["account_partial_update"];
        trace?: never;
    };
    "/api/account/password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Change the password: this browser stays signed in, all others and their websockets end. */
        post: operations["account_password_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/next/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Take the queue's next video: nobody else is given it. */
        post: operations["assignments_next_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assignments/{assignment_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Give a video back; an admin may also take it from somebody. */
        delete: operations["assignments_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["exports_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export_id}/download/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["exports_download_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["inbox_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/counts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How much waits for this person, for every page to show. */
        get: operations["inbox_counts_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitation/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What a link is for. */
        post: operations["invitation_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitation/accept/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Become a member with the account that one is signed in with. */
        post: operations["invitation_accept_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitation/join/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make an account, become a member with it and be signed in. */
        post: operations["invitation_join_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invites/{invite_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Revoke a link. */
        delete: operations["invites_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels/{label_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        delete: operations["labels_destroy"];
        options?: never;
        head?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        patch: operations["labels_partial_update"];
        trace?: never;
    };
    "/api/labels/{label_id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Put a label back on the menu that was taken off it. For admins. */
        post: operations["labels_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels/{label_id}/usage/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many objects carry a label, and how many have a value for each of its attributes. */
        get: operations["labels_usage_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["masklets_retrieve"];
        put?: never;
        post?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        delete: operations["masklets_destroy"];
        options?: never;
        head?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        patch: operations["masklets_partial_update"];
        trace?: never;
    };
    "/api/masklets/{masklet_id}/copy/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_copy_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/diff/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["masklets_diff_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/frames/{frame}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        put: operations["masklets_frames_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/mark/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_mark_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/masks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["masklets_masks_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/merge/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_merge_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/prompts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_prompts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/recover/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_recover_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/reopen/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_reopen_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/reviews/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["masklets_reviews_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_reviews_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/split/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_split_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/submit/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_submit_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/swap/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["masklets_swap_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/masklets/{masklet_id}/versions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["masklets_versions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{member_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        delete: operations["members_destroy"];
        options?: never;
        head?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        patch: operations["members_partial_update"];
        trace?: never;
    };
    "/api/models/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["models_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The projects that one is a member of, newest first; deleted ones only where one is an admin. */
        get: operations["projects_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["projects_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/progress/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How far each of one's projects is, and a few of its videos to show. */
        get: operations["projects_progress_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["projects_retrieve"];
        put?: never;
        post?: never;
        /** @description Hide a project and all that is in it; its admins find it under `?shelf=deleted` and can restore it. */
        delete: operations["projects_destroy"];
        options?: never;
        head?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        patch: operations["projects_partial_update"];
        trace?: never;
    };
    "/api/projects/{project_id}/archive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a project read-only and take it out of lists and inboxes; what runs in it is cancelled. For admins. */
        post: operations["projects_archive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/assignments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ask a member to annotate or to review videos; answers what is new. For admins. */
        post: operations["projects_assignments_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/assignments/end/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Take videos from whoever has them. For admins. */
        post: operations["projects_assignments_end_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/duplicates/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Videos of the same content in one's projects, and of the same name in this one; at most 20. */
        get: operations["projects_duplicates_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/effort/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What each person did in the project, in numbers. For admins. */
        get: operations["projects_effort_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/exports/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["projects_exports_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["projects_exports_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feed/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who did what in a project, newest first, a page at a time. */
        get: operations["projects_feed_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/invites/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["projects_invites_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["projects_invites_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/labels/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["projects_labels_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["projects_labels_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/labels/order/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Put the labels in an order. For admins. */
        put: operations["projects_labels_order_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["projects_members_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["projects_members_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/progress/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many videos of a project are at which stage, and how many objects have which status. */
        get: operations["projects_progress_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Show a deleted project again, with all that is in it. For those who were its admins. */
        post: operations["projects_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/unarchive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Let an archived project be worked on again. For admins. */
        post: operations["projects_unarchive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/upload-room/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many bytes the person and the project have uploaded, and how many they may. */
        get: operations["projects_upload_room_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/videos/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The project's videos, newest first: all of them, or with `limit` a page of them.
         *
         *     A page that is not the last has the header `Link: <…>; rel="next"`.
         */
        get: operations["projects_videos_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prompts/{prompt_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        delete: operations["prompts_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/propagations/{propagation_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["propagations_retrieve"];
        put?: never;
        post?: never;
        /** @description Cancel: what is committed stays. */
        delete: operations["propagations_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The browser's session. No transaction of its own: a refused log-in must still be counted. */
        get: operations["session_retrieve"];
        put?: never;
        /** @description The browser's session. No transaction of its own: a refused log-in must still be counted. */
        post: operations["session_create"];
        /** @description The browser's session. No transaction of its own: a refused log-in must still be counted. */
        delete: operations["session_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where a person is signed in. */
        get: operations["sessions_list"];
        put?: never;
        post?: never;
        /** @description Sign out everywhere else. */
        delete: operations["sessions_destroy_others"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Sign one browser out. */
        delete: operations["sessions_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/side-edits/{side_edit_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["side_edits_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/side-edits/{side_edit_id}/apply/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["side_edits_apply_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/side-edits/{side_edit_id}/dismiss/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["side_edits_dismiss_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tokens_list"];
        put?: never;
        post: operations["tokens_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{token_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["tokens_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One's own uploads that have not become videos, newest first, so that another browser can go on with them. */
        get: operations["uploads_list"];
        put?: never;
        /**
         * @description Begin an upload; `Location` is where its pieces go.
         *
         *     `Upload-Metadata` may have, each with its value in base64: `filename`; `project`, the id of the one it is meant
         *     for, whose quota is then checked before anything is sent; `sha256` in hexadecimal, which the whole file must
         *     have before it becomes a video; `fingerprint`, by which the client recognises the file when it goes on.
         */
        post: operations["uploads_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{upload_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Forget an upload and its bytes. */
        delete: operations["uploads_destroy"];
        options?: never;
        head?: never;
        /**
         * @description Append a piece. 409 where `Upload-Offset` is not the server's, 460 where the checksum does not match.
         *
         *     Without a checksum, what arrived of a piece that is cut off is kept.
         */
        patch: operations["uploads_partial_update"];
        trace?: never;
    };
    "/api/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["users_list"];
        put?: never;
        post: operations["users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Close an account or open it again. For staff. */
        patch: operations["users_partial_update"];
        trace?: never;
    };
    "/api/users/{user_id}/password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Give somebody a generated password, shown only now, and sign them out everywhere. For staff. */
        post: operations["users_password_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Make a video of a whole upload of one's own; it is ready when its `status` says so. For admins.
         *
         *     503 while a large file is still being hashed: ask again, with the same `Idempotency-Key`.
         */
        post: operations["videos_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A video. Where its `status` is `failed`, `problem` says why. */
        get: operations["videos_retrieve"];
        put?: never;
        post?: never;
        /** @description Hide a video and what is in it; admins find it under `?shelf=deleted` and can restore it. For admins. */
        delete: operations["videos_destroy"];
        options?: never;
        head?: never;
        /** @description Rename a video. For admins. */
        patch: operations["videos_partial_update"];
        trace?: never;
    };
    "/api/videos/{video_id}/activity/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["videos_activity_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/archive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a video read-only and take it out of lists and inboxes; what runs for it is cancelled. For admins. */
        post: operations["videos_archive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/deleted-masklets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_deleted_masklets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_events_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/feed/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who did what on a video, newest first, a page at a time. */
        get: operations["videos_feed_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/frames/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description When each frame begins, frozen when the video was read. */
        get: operations["videos_frames_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/frames/{index}.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One frame, by its zero-based index. */
        get: operations["videos_still_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/masklets/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_masklets_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["videos_masklets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/operations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_operations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/poster.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The first frame, at most 640 pixels wide or high. */
        get: operations["videos_poster_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/prompts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_prompts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/propagations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_propagations_list"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["videos_propagations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/proxy.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The working copy: H.264, a keyframe every ten frames, no B-frames. Honours Range and If-Range. */
        get: operations["videos_proxy_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/redo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["videos_redo_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/restore/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Show a deleted video again, with all that is in it. For admins. */
        post: operations["videos_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/retry/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Read a failed video once more, where its `can_retry` says that this may help. For admins. */
        post: operations["videos_retry_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/side-edits/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_side_edits_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/snapshot/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_snapshot_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/unarchive/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Let an archived video be worked on again; an ingest that was cut off begins again. For admins. */
        post: operations["videos_unarchive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/videos/{video_id}/undo/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        get: operations["videos_undo_retrieve"];
        put?: never;
        /**
         * @description Runs each mutating call in one transaction and answers a repeated `Idempotency-Key` from the first answer.
         *
         *     A handler that raises rolls everything back, its key too; one that must store something and still answer 409
         *     returns that response instead. Set `honours_idempotency = False` where bodies are not JSON (uploads).
         */
        post: operations["videos_undo_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** @description may be empty: others then see the username */
            display_name: string;
            email: string;
            id: number;
            is_staff: boolean;
            username: string;
        };
        /** @description Effort since the last call; the server adds it up per person, video, masklet, slot and mode. */
        ActivityRequest: {
            /** @description counted up to the slot's 15 s */
            active_ms: number;
            /** @default 0 */
            clicks: number;
            /** @default 0 */
            frames_seen: number;
            /** Format: int64 */
            masklet?: number | null;
            mode: components["schemas"]["ModeEnum"];
            /**
             * Format: int64
             * @description unix seconds // 15
             */
            slot: number;
            /** @default 0 */
            strokes: number;
        };
        /** @description `base_version` is the version on the screen of whoever decides. */
        ApplyRequest: {
            base_version?: number;
            how: components["schemas"]["HowEnum"];
        };
        Assignment: {
            /** @description the person themselves where they took it from the queue */
            assigned_by: number;
            /** Format: date-time */
            at: string;
            id: number;
            kind: components["schemas"]["AssignmentKindEnum"];
            user: components["schemas"]["Person"];
            video: number;
        };
        /**
         * @description * `annotate` - Annotate
         *     * `review` - Review
         * @enum {string}
         */
        AssignmentKindEnum: "annotate" | "review";
        /** @description What can be said of an object beside its label; a removed one is hidden, and its values are kept. */
        Attribute: {
            default: (boolean | number | string) | null;
            id: string;
            kind: components["schemas"]["AttributeKindEnum"];
            /** Format: double */
            max: number | null;
            /** Format: double */
            min: number | null;
            name: string;
            options: components["schemas"]["Option"][];
            removed: boolean;
            required: boolean;
        };
        AttributeChange: {
            attribute: string;
            masklet: number;
            new: (boolean | number | string) | null;
            old: (boolean | number | string) | null;
        };
        /**
         * @description * `choice` - choice
         *     * `checkbox` - checkbox
         *     * `number` - number
         *     * `text` - text
         * @enum {string}
         */
        AttributeKindEnum: "choice" | "checkbox" | "number" | "text";
        BrowserSession: {
            address: string | null;
            /** @description what the browser says of itself */
            agent: string;
            id: string;
            /** @description the session that asks */
            is_this: boolean;
            /** Format: date-time */
            last_used_at: string;
            /** Format: date-time */
            signed_in_at: string;
        };
        Changed: {
            author: number;
            masklet: number;
            ranges: number[][];
        };
        /**
         * @description * `same` - same
         *     * `likely` - likely
         *     * `other` - other
         * @enum {string}
         */
        ContentEnum: "same" | "likely" | "other";
        /** @description The mask of `frame` goes on the other frames of [start, stop). */
        CopyRequest: {
            base_version?: number | null;
            frame: number;
            start: number;
            stop: number;
        };
        CreatedInvite: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string;
            id: number;
            /** @description who came by it */
            joined: string[];
            /** @description null: any number */
            max_uses: number | null;
            note: string;
            /** @description the link without the name of this site; shown only now */
            path: string;
            /** @description why it lets nobody in any more */
            problem: string | null;
            role: components["schemas"]["RoleEnum"];
        };
        CreatedToken: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description null: never
             */
            expires_at: string | null;
            id: number;
            is_expired: boolean;
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
            scopes: components["schemas"]["ScopesEnum"][];
            /** @description shown only now */
            token: string;
        };
        CreatedUser: {
            display_name: string;
            id: number;
            is_staff: boolean;
            /** @description shown only now */
            password: string;
            username: string;
        };
        /**
         * @description * `satisfactory` - Satisfactory
         *     * `unsatisfactory` - Unsatisfactory
         *     * `not_well_defined` - Not Well Defined
         * @enum {string}
         */
        DecisionEnum: "satisfactory" | "unsatisfactory" | "not_well_defined";
        DeletedMasklet: {
            /** Format: date-time */
            deleted_at: string;
            deleted_by: number | null;
            masklet: components["schemas"]["Masklet"];
            operation: number | null;
        };
        /** @description `next` is the frame from which to ask on, null on the last page. */
        Diff: {
            frames: components["schemas"]["DifferingFrame"][];
            next: number | null;
        };
        /** @description `old` or `new` is null where that version had never said anything about the frame. */
        DifferingFrame: {
            frame: number;
            new: components["schemas"]["Side"] | null;
            old: components["schemas"]["Side"] | null;
        };
        /**
         * @description * `forward` - Forward
         *     * `backward` - Backward
         *     * `both` - Both
         * @enum {string}
         */
        DirectionEnum: "forward" | "backward" | "both";
        /** @description A video of the same content (`same` by SHA-256, `likely` by fingerprint) or of the same name here. */
        Duplicate: {
            content: components["schemas"]["ContentEnum"];
            name: string;
            project: number;
            project_name: string;
            same_name: boolean;
            status: components["schemas"]["VideoStatusEnum"];
            video: number;
        };
        /** @description What a person did in a project: objects they began, how many of those are approved, reviews they decided. */
        Effort: {
            /** Format: double */
            annotate_minutes: number;
            approved: number;
            clicks: number;
            objects: number;
            /** Format: double */
            review_minutes: number;
            reviews: number;
            strokes: number;
            user: components["schemas"]["Person"];
        };
        EndedAssignmentsRequest: {
            kind?: (components["schemas"]["AssignmentKindEnum"] | components["schemas"]["NullEnum"]) | null;
            videos: number[];
        };
        EndedCount: {
            ended: number;
        };
        /** @description An event; further fields depend on `type` and are described in the published event schema. */
        Event: {
            actor: number | null;
            /** Format: date-time */
            at: string;
            seq: number;
            type: string;
        };
        Events: {
            events: components["schemas"]["Event"][];
            last_seq: number;
        };
        Export: {
            ann_every: number;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            format: components["schemas"]["FormatEnum"];
            id: number;
            project: number;
            scope: components["schemas"]["ScopeEnum"];
            url: string;
        };
        Feed: {
            entries: components["schemas"]["FeedEntry"][];
            /** @description null on the last page */
            next: string | null;
        };
        /** @description `actor` did `sentence`; where nobody did, the sentence is about the video. */
        FeedEntry: {
            actor: components["schemas"]["Person"] | null;
            /** Format: date-time */
            at: string;
            id: string;
            kind: components["schemas"]["FeedKindEnum"];
            masklet: number | null;
            /** @description what they wrote with it */
            quote: string;
            sentence: string;
            video: components["schemas"]["NamedVideo"] | null;
        };
        /**
         * @description * `edits` - edits
         *     * `submissions` - submissions
         *     * `reviews` - reviews
         *     * `assignments` - assignments
         *     * `videos` - videos
         *     * `project` - project
         * @enum {string}
         */
        FeedKindEnum: "edits" | "submissions" | "reviews" | "assignments" | "videos" | "project";
        /**
         * @description * `sav` - Sav
         * @enum {string}
         */
        FormatEnum: "sav";
        /** @description Problem details of a frame that another person changed first. */
        FrameConflict: {
            author: number;
            detail: string;
            frames: number[];
            head: number;
            side_edit: number | null;
            status: number;
            title: string;
            type: string;
        };
        FrameDrawn: {
            operation: number;
            version: number;
        };
        FrameMask: {
            frame: number;
            origin: components["schemas"]["OriginEnum"];
            rle: components["schemas"]["Rle"] | null;
            /** Format: double */
            score: number | null;
            state: components["schemas"]["MaskStateEnum"];
            version: number;
        };
        /** @description A drawn mask (`rle`), or the statement that there is none: "absent" (looked, not there) or "cleared". */
        FrameStatementRequest: {
            base_version?: number | null;
            rle?: components["schemas"]["RleRequest"];
            state?: components["schemas"]["FrameStatementStateEnum"];
        };
        /**
         * @description * `absent` - Absent
         *     * `cleared` - Cleared
         * @enum {string}
         */
        FrameStatementStateEnum: "absent" | "cleared";
        /** @description `pts[n]` is when frame n begins, in units of `time_base[0] / time_base[1]` seconds. */
        FrameTimes: {
            height: number;
            num_frames: number;
            pts: number[];
            time_base: number[];
            width: number;
        };
        Heads: {
            masklet: number;
            ranges: unknown[][];
        };
        /**
         * @description * `replace` - replace
         *     * `union` - union
         * @enum {string}
         */
        HowEnum: "replace" | "union";
        Inbox: {
            returned: components["schemas"]["InboxItem"][];
            to_annotate: components["schemas"]["VideoToAnnotate"][];
            to_review: components["schemas"]["InboxItem"][];
        };
        /** @description What waits for this person and for nobody else; the queue, which is everybody's, is not counted. */
        InboxCounts: {
            assigned: number;
            returned: number;
            to_review: number;
        };
        InboxItem: {
            /** Format: date-time */
            at: string;
            comment: string;
            label: components["schemas"]["InboxLabel"];
            masklet: components["schemas"]["Masklet"];
            /** @description who has the video for review */
            reviewers: components["schemas"]["Person"][];
            video: components["schemas"]["InboxVideo"];
        };
        InboxLabel: {
            color: string;
            name: string;
        };
        InboxVideo: {
            id: number;
            name: string;
            num_frames: number;
            project: number;
            project_name: string;
        };
        /** @description What a link is for, for whoever holds it. */
        Invitation: {
            /** Format: date-time */
            expires_at: string;
            invited_by: string;
            /** @description the project, where whoever asks is in it already */
            member_of: number | null;
            project: string;
            role: components["schemas"]["RoleEnum"];
        };
        Invite: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            expires_at: string;
            id: number;
            /** @description who came by it */
            joined: string[];
            /** @description null: any number */
            max_uses: number | null;
            note: string;
            /** @description why it lets nobody in any more */
            problem: string | null;
            role: components["schemas"]["RoleEnum"];
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `done` - Done
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        JobStatusEnum: "queued" | "running" | "done" | "failed" | "cancelled";
        Joined: {
            project: number;
            role: components["schemas"]["RoleEnum"];
        };
        /**
         * @description * `target` - target
         *     * `source` - source
         *     * `union` - union
         * @enum {string}
         */
        KeepEnum: "target" | "source" | "union";
        /**
         * @description * `point` - Point
         *     * `box` - Box
         *     * `mask` - Mask
         * @enum {string}
         */
        KindEnum: "point" | "box" | "mask";
        Label: {
            attributes: components["schemas"]["Attribute"][];
            color: string;
            deleted: boolean;
            id: number;
            name: string;
            position: number;
            project: number;
            /** @description the key that chooses it in the editor */
            shortcut: string;
        };
        /** @description All labels of the menu, each once. */
        LabelOrderRequest: {
            labels: number[];
        };
        /** @description `attributes`: how many objects have a value, by the attribute's id. */
        LabelUsage: {
            attributes: {
                [key: string]: number;
            };
            objects: number;
        };
        LastReview: {
            /** Format: date-time */
            at: string;
            comment: string;
            decision: components["schemas"]["DecisionEnum"];
            reviewer: number;
        };
        /** @description Frames [start, stop); `base_version` is the version on the screen of whoever decides. */
        MarkRequest: {
            base_version?: number | null;
            start: number;
            state: components["schemas"]["FrameStatementStateEnum"];
            stop: number;
        };
        /**
         * @description * `present` - Present
         *     * `absent` - Absent
         *     * `cleared` - Cleared
         * @enum {string}
         */
        MaskStateEnum: "present" | "absent" | "cleared";
        Masklet: {
            approved: number[][];
            /** @description values by the attribute's id */
            attributes: {
                [key: string]: boolean | number | string;
            };
            author: number;
            /** Format: date-time */
            created_at: string;
            head: number;
            id: number;
            label: number;
            last_review: components["schemas"]["LastReview"] | null;
            number: number;
            status: components["schemas"]["MaskletStatusEnum"];
            submitted_version: number | null;
            video: number;
        };
        MaskletCounts: {
            approved: number;
            draft: number;
            not_well_defined: number;
            rejected: number;
            submitted: number;
        };
        /**
         * @description * `draft` - Draft
         *     * `submitted` - Submitted
         *     * `approved` - Approved
         *     * `rejected` - Rejected
         *     * `not_well_defined` - Not Well Defined
         * @enum {string}
         */
        MaskletStatusEnum: "draft" | "submitted" | "approved" | "rejected" | "not_well_defined";
        MasksPage: {
            masks: components["schemas"]["FrameMask"][];
            next: number | null;
        };
        Member: {
            id: number;
            project: number;
            role: components["schemas"]["RoleEnum"];
            user: components["schemas"]["Person"];
        };
        /** @description The object named by the address takes all of `source`, which is deleted; `keep` is for frames with two masks. */
        MergeRequest: {
            keep?: (components["schemas"]["KeepEnum"] | components["schemas"]["NullEnum"]) | null;
            /** Format: int64 */
            source: number;
        };
        /**
         * @description * `annotate` - Annotate
         *     * `review` - Review
         *     * `edit` - Edit
         * @enum {string}
         */
        ModeEnum: "annotate" | "review" | "edit";
        Model: {
            available: boolean;
            is_default: boolean;
            name: string;
            needs_gpu: boolean;
            size_bytes: number;
            title: string;
        };
        NamedVideo: {
            id: number;
            name: string;
        };
        NewAssignmentsRequest: {
            kind: components["schemas"]["AssignmentKindEnum"];
            /**
             * @description in place of whoever has them
             * @default false
             */
            replace: boolean;
            /** Format: int64 */
            user: number;
            videos: number[];
        };
        /** @description `approved`: the frames that reviewers approved; `all`: everything that stands. Every `ann_every`-th frame. */
        NewExportRequest: {
            /** @default 4 */
            ann_every: number;
            /** @default sav */
            format: components["schemas"]["FormatEnum"];
            /** @default approved */
            scope: components["schemas"]["ScopeEnum"];
        };
        NewInviteRequest: {
            /** @default 7 */
            expires_in_days: number;
            /** @default 1 */
            max_uses: number | null;
            /** @default  */
            note: string;
            role: components["schemas"]["RoleEnum"];
        };
        NewLabelRequest: {
            attributes?: components["schemas"]["WishedAttributeRequest"][];
            color: string;
            name: string;
            position?: number;
            /** @description 1 to 9 or a free letter; absent, the next free digit */
            shortcut?: string;
        };
        NewMaskletRequest: {
            /** @description what is left out has the label's defaults */
            attributes?: {
                [key: string]: (boolean | number | string) | null;
            };
            /** Format: int64 */
            label: number;
        };
        NewMemberRequest: {
            role: components["schemas"]["RoleEnum"];
            username: string;
        };
        NewProjectRequest: {
            /** @default  */
            description: string;
            /** @default  */
            instructions: string;
            name: string;
            /** @default  */
            tracking_model: string;
        };
        /** @description Points with their labels, or a box, or a mask; pixels from the top left. */
        NewPromptRequest: {
            base_version?: number;
            box?: number[];
            frame: number;
            kind: components["schemas"]["KindEnum"];
            labels?: number[];
            points?: number[][];
            rle?: components["schemas"]["RleRequest"];
        };
        NewPropagationRequest: {
            /** @description by default the earliest prompted frame of the range */
            anchor?: number | null;
            direction: components["schemas"]["DirectionEnum"];
            masklets: number[];
            start: number;
            /** @description the first frame left out */
            stop: number;
        };
        /** @description Frames [start, stop) of the submitted version; without them the decision is about the whole video. */
        NewReviewRequest: {
            /** @default  */
            comment: string;
            decision: components["schemas"]["DecisionEnum"];
            /** @default 0 */
            start: number;
            stop?: number | null;
            version: number;
        };
        NewTokenRequest: {
            /**
             * @description null: it never expires
             * @default 90
             */
            expires_in_days: number | null;
            name: string;
            /** @description what it may be used for; `read` is always among them, and all are where none is named */
            scopes?: components["schemas"]["ScopesEnum"][];
        };
        NewUserRequest: {
            /** @default  */
            display_name: string;
            /** @default  */
            password: string;
            username: string;
        };
        /** @description `sha256` of the whole file in hexadecimal: bytes that have another one make no video. */
        NewVideoRequest: {
            /** @default  */
            name: string;
            /** Format: int64 */
            project: number;
            sha256?: string;
            /** Format: uuid */
            upload: string;
        };
        NewcomerJoined: {
            project: number;
            role: components["schemas"]["RoleEnum"];
            user: components["schemas"]["User"];
        };
        NewcomerRequest: {
            /** @default  */
            display_name: string;
            password: string;
            /** @description what stands behind the # of the link */
            secret: string;
            username: string;
        };
        /** @description Both are null where the queue is empty; `masklet` is the first to decide on, for a review. */
        NextVideo: {
            assignment: components["schemas"]["Assignment"] | null;
            masklet: number | null;
        };
        NextWishRequest: {
            kind: components["schemas"]["AssignmentKindEnum"];
            /**
             * Format: int64
             * @description absent: any of yours
             */
            project?: number | null;
        };
        /** @enum {unknown} */
        NullEnum: null;
        Operation: {
            attributes: components["schemas"]["AttributeChange"][];
            author: number;
            /** Format: date-time */
            created_at: string;
            id: number;
            kind: components["schemas"]["OperationKindEnum"];
            masklets: number[];
            ranges: number[][];
            thumbnail: components["schemas"]["Thumbnail"] | null;
            undoes: number | null;
            undone_by: number | null;
            versions: number[][];
        };
        /**
         * @description * `create` - Create
         *     * `prompt` - Prompt
         *     * `unprompt` - Unprompt
         *     * `draw` - Draw
         *     * `mark` - Mark
         *     * `propagate` - Propagate
         *     * `relabel` - Relabel
         *     * `attribute` - Attribute
         *     * `delete` - Delete
         *     * `submit` - Submit
         *     * `reopen` - Reopen
         *     * `review` - Review
         *     * `apply` - Apply
         *     * `import` - Import
         *     * `split` - Split
         *     * `merge` - Merge
         *     * `swap` - Swap
         *     * `copy` - Copy
         *     * `restore` - Restore
         *     * `recover` - Recover
         *     * `undo` - Undo
         *     * `redo` - Redo
         * @enum {string}
         */
        OperationKindEnum: "create" | "prompt" | "unprompt" | "draw" | "mark" | "propagate" | "relabel" | "attribute" | "delete" | "submit" | "reopen" | "review" | "apply" | "import" | "split" | "merge" | "swap" | "copy" | "restore" | "recover" | "undo" | "redo";
        OperationReference: {
            operation: number;
        };
        Option: {
            id: string;
            name: string;
            removed: boolean;
        };
        /**
         * @description * `prompted` - Prompted
         *     * `propagated` - Propagated
         *     * `drawn` - Drawn
         *     * `imported` - Imported
         *     * `automatic` - Automatic
         *     * `restored` - Restored
         * @enum {string}
         */
        OriginEnum: "prompted" | "propagated" | "drawn" | "imported" | "automatic" | "restored";
        PasswordChangeRequest: {
            new: string;
            old: string;
            /**
             * @description end all API tokens as well
             * @default false
             */
            revoke_tokens: boolean;
        };
        PasswordResetRequest: {
            /**
             * @description end all API tokens as well
             * @default false
             */
            revoke_tokens: boolean;
        };
        PatchedAccountChangesRequest: {
            display_name?: string;
            email?: string;
        };
        PatchedLabelChangesRequest: {
            /** @description all that the label is to have, in order: those left out are removed */
            attributes?: components["schemas"]["WishedAttributeRequest"][];
            color?: string;
            name?: string;
            position?: number;
            shortcut?: string;
        };
        PatchedMaskletChangesRequest: {
            /** @description what is left out stays */
            attributes?: {
                [key: string]: (boolean | number | string) | null;
            };
            /** Format: int64 */
            label?: number;
        };
        PatchedProjectChangesRequest: {
            assigned_only?: boolean;
            /**
             * Format: int64
             * @description the label of the next new object where nobody chose another
             */
            default_label?: number | null;
            description?: string;
            /** @description plain text, shown to annotators in the editor */
            instructions?: string;
            name?: string;
            tracking_model?: string;
        };
        PatchedRoleRequest: {
            role?: components["schemas"]["RoleEnum"];
        };
        PatchedUserChangesRequest: {
            is_active?: boolean;
        };
        PatchedVideoChangesRequest: {
            name?: string;
        };
        Person: {
            display_name: string;
            id: number;
            username: string;
        };
        /** @description Why a call was refused. Some kinds have members of their own beside these. */
        Problem: {
            /** @description One sentence for a person. */
            detail: string;
            /** @description The sentences for each field of the body that is not as it should be. */
            errors?: {
                [key: string]: string[];
            };
            status: number;
            title: string;
            /** @description What kind of refusal this is: `urn:maskloop:problem:…` */
            type: string;
        };
        Project: {
            /** Format: date-time */
            archived_at: string | null;
            /** @description annotators find in their inbox only what they were given */
            assigned_only: boolean;
            /** Format: date-time */
            created_at: string;
            default_label: number | null;
            /** Format: date-time */
            deleted_at: string | null;
            description: string;
            id: number;
            instructions: string;
            /** @description the number of the newest change that open editors hear of */
            last_change: number;
            name: string;
            num_videos: number;
            role: components["schemas"]["RoleEnum"];
            tracking_model: string;
        };
        ProjectProgress: {
            masklets: components["schemas"]["MaskletCounts"];
            /** @description the newest ready videos; empty in the answer for one project */
            posters: number[];
            project: number;
            videos: components["schemas"]["StageCounts"];
        };
        Prompt: {
            author: number;
            box: number[] | null;
            /** Format: date-time */
            created_at: string;
            frame: number;
            id: number;
            kind: components["schemas"]["KindEnum"];
            labels: number[] | null;
            masklet: number;
            points: number[][] | null;
            rle: components["schemas"]["Rle"] | null;
        };
        PromptAdded: {
            operation: number;
            prompt: components["schemas"]["Prompt"];
            removed: number[];
        };
        Propagation: {
            anchor: number;
            cancel_requested: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            direction: components["schemas"]["DirectionEnum"];
            /**
             * Format: double
             * @description seconds until it is done, by the latest pace; null when over or not known yet
             */
            eta_s: number | null;
            frames_done: number;
            frames_total: number;
            id: number;
            masklets: number[];
            problem: string;
            /** @description how many wait before it; null once it no longer waits */
            queue_position: number | null;
            start: number;
            status: components["schemas"]["JobStatusEnum"];
            stop: number;
            /** @description frames at which another scene begins and objects were followed no further */
            stopped_at: number[];
            video: number;
        };
        /** @description A propagation without its place in the queue, which depends on the moment. */
        PropagationState: {
            anchor: number;
            cancel_requested: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            direction: components["schemas"]["DirectionEnum"];
            frames_done: number;
            frames_total: number;
            id: number;
            masklets: number[];
            problem: string;
            start: number;
            status: components["schemas"]["JobStatusEnum"];
            stop: number;
            /** @description frames at which another scene begins and objects were followed no further */
            stopped_at: number[];
            video: number;
        };
        /** @description Why it cannot be undone now: a sentence, who changed which frames since, and the job that must end first. */
        Refusal: {
            changed: components["schemas"]["Changed"][];
            detail: string;
            propagation: number | null;
        };
        /** @description All frames where `start` and `stop` are absent. */
        RestoreRequest: {
            base_version?: number | null;
            /** @default 0 */
            start: number;
            stop?: number | null;
            version: number;
        };
        Review: {
            /** Format: date-time */
            at: string;
            comment: string;
            decision: components["schemas"]["DecisionEnum"];
            id: number;
            masklet: number;
            reviewer: number;
            start: number;
            stop: number;
            version: number;
        };
        Rle: {
            counts: string;
            size: number[];
        };
        RleRequest: {
            counts: string;
            size: number[];
        };
        /**
         * @description * `annotator` - Annotator
         *     * `reviewer` - Reviewer
         *     * `admin` - Admin
         * @enum {string}
         */
        RoleEnum: "annotator" | "reviewer" | "admin";
        /**
         * @description * `approved` - Approved
         *     * `all` - All
         * @enum {string}
         */
        ScopeEnum: "approved" | "all";
        /**
         * @description * `read` - Read
         *     * `annotate` - Annotate
         *     * `review` - Review
         *     * `admin` - Admin
         * @enum {string}
         */
        ScopesEnum: "read" | "annotate" | "review" | "admin";
        SecretRequest: {
            /** @description what stands behind the # of the link */
            secret: string;
        };
        Session: {
            user: components["schemas"]["User"] | null;
        };
        Side: {
            origin: components["schemas"]["OriginEnum"];
            state: components["schemas"]["MaskStateEnum"];
            /** @description the one that put it there */
            version: number;
        };
        SideEdit: {
            author: number;
            base_version: number;
            /** Format: date-time */
            created_at: string;
            frame: number;
            id: number;
            masklet: number;
            state: components["schemas"]["MaskStateEnum"];
        };
        SignInRequest: {
            password: string;
            username: string;
        };
        Snapshot: {
            heads: components["schemas"]["Heads"][];
            last_seq: number;
            masklets: components["schemas"]["Masklet"][];
            prompts: components["schemas"]["Prompt"][];
            propagations: components["schemas"]["PropagationState"][];
            side_edits: components["schemas"]["SideEdit"][];
            video: components["schemas"]["Video"];
        };
        /** @description The new object takes the frames from `frame` on. */
        SplitRequest: {
            frame: number;
        };
        StageCounts: {
            done: number;
            failed: number;
            in_work: number;
            new: number;
            reading: number;
            to_review: number;
        };
        /**
         * @description * `reading` - reading
         *     * `failed` - failed
         *     * `new` - new
         *     * `in_work` - in_work
         *     * `to_review` - to_review
         *     * `done` - done
         * @enum {string}
         */
        StageEnum: "reading" | "failed" | "new" | "in_work" | "to_review" | "done";
        StandingMask: {
            author: number;
            /** Format: date-time */
            created_at: string;
            origin: components["schemas"]["OriginEnum"];
            rle: components["schemas"]["Rle"] | null;
            state: components["schemas"]["MaskStateEnum"];
            version: number;
        };
        Step: {
            /** Format: date-time */
            at: string;
            kind: components["schemas"]["OperationKindEnum"];
            masklets: number[];
            operation: number;
            ranges: number[][];
            refusal: components["schemas"]["Refusal"] | null;
        };
        /** @description The objects that were touched and are there, as they are now. */
        StructureChanged: {
            masklets: components["schemas"]["Masklet"][];
            operation: number;
        };
        /** @description Problem details: `overlap` are frames with two masks in a merge, `frames` those that somebody else changed. */
        StructureProblem: {
            author?: number;
            detail: string;
            frames?: number[];
            head?: number;
            overlap?: number[][];
            status: number;
            title: string;
            type: string;
        };
        /** @description The two objects exchange what they say from `frame` on. */
        SwapRequest: {
            frame: number;
            /** Format: int64 */
            other: number;
        };
        /** @description A frame on which the version put a mask, and the mask's box [x0, y0, x1, y1] in pixels. */
        Thumbnail: {
            bbox: number[];
            frame: number;
            masklet: number;
            version: number;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description null: never
             */
            expires_at: string | null;
            id: number;
            is_expired: boolean;
            /** Format: date-time */
            last_used_at: string | null;
            name: string;
            scopes: components["schemas"]["ScopesEnum"][];
        };
        /** @description A side edit with its mask, and what stands on the frame now. */
        TwoMasks: {
            author: number;
            base_version: number;
            /** Format: date-time */
            created_at: string;
            frame: number;
            id: number;
            masklet: number;
            rle: components["schemas"]["Rle"] | null;
            standing: components["schemas"]["StandingMask"] | null;
            state: components["schemas"]["MaskStateEnum"];
        };
        /** @description Problem details of an undo or redo that is refused. */
        UndoProblem: {
            changed: components["schemas"]["Changed"][];
            detail: string;
            operation: number;
            propagation: number | null;
            status: number;
            title: string;
            type: string;
        };
        /** @description What the person who asks would undo and redo next, null where there is nothing. */
        UndoState: {
            redo: components["schemas"]["Step"] | null;
            undo: components["schemas"]["Step"] | null;
        };
        /** @description `operation` is the undo or redo, `first` the gesture that it is about, of this `kind`. */
        Undone: {
            first: number;
            kind: components["schemas"]["OperationKindEnum"];
            masklets: number[];
            operation: number;
            ranges: number[][];
        };
        /** @description An upload that has not become a video: `offset` of `length` bytes have arrived. */
        Upload: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            filename: string;
            fingerprint: string;
            /** Format: uuid */
            id: string;
            length: number;
            offset: number;
            project: number | null;
        };
        /** @description Bytes that count against a quota, and how many may; a limit of 0 is none. */
        UploadRoom: {
            max_file_bytes: number;
            person_bytes: number;
            person_limit: number;
            project_bytes: number;
            project_limit: number;
        };
        User: {
            display_name: string;
            id: number;
            is_staff: boolean;
            username: string;
        };
        UserRow: {
            display_name: string;
            id: number;
            /** @description false: closed, nobody gets in with it */
            is_active: boolean;
            is_staff: boolean;
            /** Format: date-time */
            joined_at: string;
            /** Format: date-time */
            last_signed_in_at: string | null;
            username: string;
        };
        Version: {
            author: number;
            /** Format: date-time */
            created_at: string;
            kind: components["schemas"]["OperationKindEnum"];
            number: number;
            operation: number;
            ranges: number[][];
            thumbnail: components["schemas"]["Thumbnail"] | null;
            undoes: number | null;
            undone_by: number | null;
        };
        /**
         * @description `width` × `height`: the display size in proxy pixels, after rotation and before padding.
         *
         *     While it is being read, `progress` goes from 0 to 1 and `eta_s` is how many seconds were left when that was last
         *     noted, null where nobody knows. `can_retry`: a failed video may be read again.
         */
        Video: {
            archived: boolean;
            can_retry: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            deleted: boolean;
            /** Format: double */
            duration_s: number;
            /** Format: double */
            eta_s: number | null;
            height: number;
            id: number;
            name: string;
            num_frames: number;
            num_masklets: number;
            problem: string;
            /** Format: double */
            progress: number;
            project: number;
            status: components["schemas"]["VideoStatusEnum"];
            warning: string;
            width: number;
        };
        /**
         * @description * `uploaded` - Uploaded
         *     * `ingesting` - Ingesting
         *     * `ready` - Ready
         *     * `failed` - Failed
         * @enum {string}
         */
        VideoStatusEnum: "uploaded" | "ingesting" | "ready" | "failed";
        /**
         * @description `width` × `height`: the display size in proxy pixels, after rotation and before padding.
         *
         *     While it is being read, `progress` goes from 0 to 1 and `eta_s` is how many seconds were left when that was last
         *     noted, null where nobody knows. `can_retry`: a failed video may be read again.
         */
        VideoToAnnotate: {
            archived: boolean;
            /** @description one's own; null where nobody has the video */
            assignment: number | null;
            can_retry: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            deleted: boolean;
            /** Format: double */
            duration_s: number;
            /** Format: double */
            eta_s: number | null;
            height: number;
            id: number;
            name: string;
            num_frames: number;
            num_masklets: number;
            problem: string;
            /** Format: double */
            progress: number;
            project: number;
            status: components["schemas"]["VideoStatusEnum"];
            warning: string;
            width: number;
        };
        /** @description A video with what its objects have come to, what it waits for, and who has it. */
        VideoWithWork: {
            archived: boolean;
            assignees: components["schemas"]["Assignment"][];
            can_retry: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: number;
            deleted: boolean;
            /** Format: double */
            duration_s: number;
            /** Format: double */
            eta_s: number | null;
            height: number;
            id: number;
            masklets: components["schemas"]["MaskletCounts"];
            name: string;
            num_frames: number;
            num_masklets: number;
            problem: string;
            /** Format: double */
            progress: number;
            project: number;
            stage: components["schemas"]["StageEnum"];
            status: components["schemas"]["VideoStatusEnum"];
            warning: string;
            width: number;
        };
        /** @description `operation` names one of the person's own gestures; absent, it is the newest. */
        WhichRequest: {
            /** Format: int64 */
            operation?: number | null;
        };
        /** @description With the `id` of one that there is, it is changed, moved or brought back; without, it is added. */
        WishedAttributeRequest: {
            /** @description an option's id or name where it is a choice */
            default?: (boolean | number | string) | null;
            id?: string;
            kind: components["schemas"]["AttributeKindEnum"];
            /** Format: double */
            max?: number | null;
            /** Format: double */
            min?: number | null;
            name: string;
            options?: components["schemas"]["WishedOptionRequest"][];
            /** @default false */
            required: boolean;
        };
        WishedOptionRequest: {
            id?: string;
            name: string;
        };
    };
    responses: {
        /** @description Refused: `detail` is a sentence that says why and what to do. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available at the moment: send the same call again, by the same key. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    account_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    account_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedAccountChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    account_password_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChangeRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    assignments_next_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NextWishRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NextVideo"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    assignments_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                assignment_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    exports_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    exports_download_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    inbox_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inbox"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    inbox_counts_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxCounts"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    invitation_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    invitation_accept_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    invitation_join_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewcomerRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewcomerJoined"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    invites_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invite_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    labels_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    labels_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedLabelChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    labels_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    labels_usage_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelUsage"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedMaskletChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_copy_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_diff_retrieve: {
        parameters: {
            query?: {
                from?: number;
                start?: number;
                stop?: number;
                to?: number;
            };
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_frames_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                frame: number;
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["FrameStatementRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameDrawn"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["FrameConflict"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_mark_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_masks_retrieve: {
        parameters: {
            query?: {
                start?: number;
                stop?: number;
                version?: number;
            };
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasksPage"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_merge_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_prompts_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPromptRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptAdded"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["FrameConflict"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_recover_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_reopen_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestoreRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_reviews_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_reviews_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReviewRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_split_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_submit_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_swap_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwapRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StructureChanged"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["StructureProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    masklets_versions_list: {
        parameters: {
            query?: {
                before?: number;
            };
            header?: never;
            path: {
                masklet_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    members_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    members_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedRoleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    models_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_list: {
        parameters: {
            query?: {
                /**
                 * @description what is at hand, what is archived, or what was deleted and may be restored (shown to admins)
                 *
                 *     * `active` - Active
                 *     * `archived` - Archived
                 *     * `deleted` - Deleted
                 */
                shelf?: "active" | "archived" | "deleted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProjectRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_progress_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectProgress"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProjectChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_archive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_assignments_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAssignmentsRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignment"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_assignments_end_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndedAssignmentsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndedCount"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_duplicates_list: {
        parameters: {
            query?: {
                fingerprint?: string;
                name?: string;
                sha256?: string;
            };
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duplicate"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_effort_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Effort"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_exports_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_exports_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewExportRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_feed_retrieve: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                before?: string;
                /**
                 * @description * `edits` - edits
                 *     * `submissions` - submissions
                 *     * `reviews` - reviews
                 *     * `assignments` - assignments
                 *     * `videos` - videos
                 *     * `project` - project
                 */
                kind?: "edits" | "submissions" | "reviews" | "assignments" | "videos" | "project" | "";
                /** @description only what this user did or was given */
                person?: number;
            };
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_invites_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_invites_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInviteRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvite"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_labels_list: {
        parameters: {
            query?: {
                /** @description also labels taken off the menu, which masklets may still carry */
                deleted?: boolean;
            };
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_labels_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLabelRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_labels_order_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelOrderRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_members_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_members_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMemberRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_progress_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectProgress"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_unarchive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_upload_room_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadRoom"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    projects_videos_list: {
        parameters: {
            query?: {
                /** @description as the `Link` header named it */
                after?: string;
                /** @description a user's id, `me` or `nobody` */
                assignee?: string;
                /** @description without it, all videos are answered */
                limit?: number;
                /**
                 * @description * `newest` - newest
                 *     * `oldest` - oldest
                 *     * `name` - name
                 *     * `progress` - progress
                 */
                order?: "newest" | "oldest" | "name" | "progress";
                /** @description in the name */
                search?: string;
                /**
                 * @description what is at hand, what is archived, or what was deleted and may be restored (shown to admins)
                 *
                 *     * `active` - Active
                 *     * `archived` - Archived
                 *     * `deleted` - Deleted
                 */
                shelf?: "active" | "archived" | "deleted";
                /**
                 * @description * `reading` - reading
                 *     * `failed` - failed
                 *     * `new` - new
                 *     * `in_work` - in_work
                 *     * `to_review` - to_review
                 *     * `done` - done
                 */
                stage?: "reading" | "failed" | "new" | "in_work" | "to_review" | "done" | "";
            };
            header?: never;
            path: {
                project_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VideoWithWork"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    prompts_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationReference"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    propagations_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                propagation_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Propagation"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    propagations_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                propagation_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Propagation"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    session_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    session_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    session_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    sessions_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    sessions_destroy_others: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    sessions_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    side_edits_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                side_edit_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoMasks"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    side_edits_apply_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                side_edit_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameDrawn"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    side_edits_dismiss_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                side_edit_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    tokens_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    tokens_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTokenRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    tokens_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    uploads_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    uploads_create: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
                "Upload-Length": number;
                "Upload-Metadata"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    uploads_destroy: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
            };
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    uploads_partial_update: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
                "Upload-Checksum"?: string;
                "Upload-Offset": number;
            };
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    users_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRow"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    users_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUserRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedUser"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    users_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedUserChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRow"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    users_password_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedUser"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVideoRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedVideoChangesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_activity_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_archive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_deleted_masklets_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedMasklet"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_events_retrieve: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_feed_retrieve: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                before?: string;
                /**
                 * @description * `edits` - edits
                 *     * `submissions` - submissions
                 *     * `reviews` - reviews
                 *     * `assignments` - assignments
                 *     * `videos` - videos
                 *     * `project` - project
                 */
                kind?: "edits" | "submissions" | "reviews" | "assignments" | "videos" | "project" | "";
                /** @description only what this user did or was given */
                person?: number;
            };
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_frames_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameTimes"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_still_retrieve: {
        parameters: {
            query?: {
                width?: number;
            };
            header?: never;
            path: {
                index: number;
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_masklets_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_masklets_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMaskletRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Masklet"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_operations_list: {
        parameters: {
            query?: {
                before?: number;
                masklet?: number;
            };
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_poster_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_prompts_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_propagations_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Propagation"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_propagations_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPropagationRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Propagation"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_proxy_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "video/mp4": string;
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_redo_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WhichRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UndoProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_restore_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_retry_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_side_edits_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SideEdit"][];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_snapshot_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_unarchive_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Video"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_undo_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoState"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
    videos_undo_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                video_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WhichRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UndoProblem"] | components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
            "4XX": components["responses"]["Refused"];
        };
    };
}
